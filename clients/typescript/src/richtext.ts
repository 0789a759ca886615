import type { RichTextBlock } from "./types.js";

/** A block or mark of a kind that this version does not know comes too: its words are kept, it is never an error. */
type Any = { _type: string; [name: string]: any };
const MARKS = new Set(["strong", "em", "sup", "sub"]);

const escape = (text: string) =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const known = (blocks: readonly (RichTextBlock | Any)[]) => blocks.filter((block) => block._type === "block") as Any[];

/** An object among the words that is not known has none. */
const knownSpans = (block: Any) => (block.children as Any[]).filter((child) => child._type === "span");

/** The words alone, a line for each block. */
export function toText(blocks: readonly (RichTextBlock | Any)[]): string {
  return known(blocks)
    .map((block) => knownSpans(block).map((span) => span.text).join(""))
    .join("\n");
}

/** Safe HTML: nothing but paragraphs, lists, the known marks and links that may be followed. */
export function toHTML(blocks: readonly (RichTextBlock | Any)[]): string {
  let html = "";
  for (const group of grouped(known(blocks), (block) => "listItem" in block)) {
    html += "listItem" in group[0]! ? list(group, 1) : group.map((block) => `<p>${spans(block)}</p>`).join("");
  }
  return html;
}

/** Neighbours that are alike, together. */
function grouped<Value>(values: Value[], by: (value: Value) => unknown): Value[][] {
  const groups: Value[][] = [];
  for (const value of values) {
    const last = groups.at(-1);
    if (last && by(last[0]!) === by(value)) last.push(value);
    else groups.push([value]);
  }
  return groups;
}

/** Items come flat: one that is deeper than the one before it belongs inside that one. */
function list(items: Any[], level: number): string {
  const nested: { item: Any; children: Any[] }[] = [];
  for (const item of items) {
    const last = nested.at(-1);
    if (last && item.level > level) last.children.push(item);
    else nested.push({ item, children: [] });
  }
  return grouped(nested, ({ item }) => item.listItem)
    .map((group) => {
      const tag = group[0]!.item.listItem === "number" ? "ol" : "ul";
      const lines = group.map(
        ({ item, children }) => `<li>${spans(item)}${children.length ? list(children, level + 1) : ""}</li>`,
      );
      return `<${tag}>${lines.join("")}</${tag}>`;
    })
    .join("");
}

function spans(block: Any): string {
  const links = new Map<string, Any>(block.markDefs.map((mark: Any) => [mark._key, mark]));
  let html = "";
  for (const span of knownSpans(block)) {
    let words = escape(span.text).replace(/\n/g, "<br>");
    for (const mark of span.marks) {
      const link = links.get(mark);
      if (MARKS.has(mark)) words = `<${mark}>${words}</${mark}>`;
      else if (link?._type === "link" && /^(https?:|mailto:|tel:|[/#])/i.test(link.href)) {
        const guide = link.guide ? ` data-guide="${escape(link.guide)}"` : "";
        words = `<a href="${escape(link.href)}"${guide}>${words}</a>`;
      }
    }
    html += words;
  }
  return html;
}

/** Block type -> what draws its value. */
export type Renderers = Record<string, (value: any) => string>;

/** A block drawn by your renderer of its type; by its safe fallback where you have none, as for a type that is newer. */
export function renderBlock(block: { type: string; value?: unknown; fallback: string }, renderers: Renderers = {}): string {
  const render = Object.hasOwn(renderers, block.type) ? renderers[block.type] : undefined;
  return render ? render(block.value) : block.fallback;
}
