import type { State, Store } from "./store.js";
import type { Guide, Known, Recall, Section, SyncItem } from "./types.js";

type Item = Known<SyncItem, "type">;
type Type = Item["type"];
type Of<T extends Type> = Extract<Item, { type: T }>;
/** A section that was found, or the overview of a guide; `excerpt` is plain text. */
export interface Hit {
  guide: Guide;
  section: Section | null;
  excerpt: string;
}

/** Reads a copy, without a network: the last whole one, as one snapshot. */
export class Copy {
  private constructor(
    private readonly items: SyncItem[],
    readonly recalls: readonly Recall[],
    /** Whether it has cards in place of guides: these are still to come. */
    readonly partial: boolean,
  ) {}

  /** Undefined until the first sync has come to its end, or has brought cards. */
  static async open(store: Store): Promise<Copy | undefined> {
    const state: State | undefined = await store.readState();
    return state?.shown ? new Copy(await store.list(state.shown), state.recalls, Boolean(state.partial)) : undefined;
  }

  /** Things of a type, each once, in the best of these locales; tombstones too where `live` is false. */
  list<T extends Type>(type: T, locales: string[] = [], live = true): Of<T>[] {
    const best = new Map<string, Of<T>>();
    for (const item of this.items as Of<T>[]) {
      if (item.type !== type || (item.locale !== null && !locales.includes(item.locale))) continue;
      const known = best.get(item.id);
      if (!known || rank(item, locales) < rank(known, locales)) best.set(item.id, item);
    }
    const order = (item: Of<T>) => `${item.slug ?? ""} ${item.id}`;
    return [...best.values()]
      .filter((item) => !live || item.state === "live")
      .sort((one, other) => (order(one) < order(other) ? -1 : 1));
  }

  /**
   * By id, or by the slug that it has in the best of these locales, else in any; what is live comes before what is gone.
   * A tombstone has a `notice` and no document. A copy knows no old slugs: ask the server for those.
   */
  find<T extends Type>(type: T, key: string, locales: string[] = []): Of<T> | undefined {
    const every = this.list(type, locales, false).sort((one, other) => rank(one, locales) - rank(other, locales));
    const named = every.find((item) => item.id === key) ?? every.find((item) => item.state === "live" && item.slug === key);
    if (named) return named;
    const others = this.items.filter((item) => item.type === type && item.slug === key);
    const id = (others.find((item) => item.state === "live") ?? others[0])?.id;
    return every.find((item) => item.id === id);
  }

  /** What stands recalled of a guide: null as section means the whole. */
  recallsOf(guide: string): Recall[] {
    return this.recalls.filter((recall) => recall.guide === guide);
  }

  /** Sections that answer, best first: by the beginnings of words, a letter or two mistyped. */
  search(question: string, locales: string[], limit = 20): Hit[] {
    const asked = [...new Set(words(question))].slice(0, 12);
    const hits: { score: number; hit: Hit }[] = [];
    for (const { document: guide } of this.list("guide", locales)) {
      if (!guide) continue;
      const names = [guide.title, ...guide.also_known_as].join(" ");
      const faqs = guide.faqs.map((faq) => `${faq.question} ${strip(faq.answer.html)}`).join(" ");
      const parts: [Section | null, string, string, string][] = [
        [null, names, guide.summary, faqs],
        ...guide.sections.map((section): [Section, string, string, string] => [
          section,
          section.heading,
          `${section.lead} ${names}`,
          strip(section.html),
        ]),
      ];
      for (const [section, title, lead, body] of parts) {
        const fields: [number, string[]][] = [[10, words(title)], [4, words(lead)], [2, words(body)]];
        const gains = asked.map((word) =>
          Math.max(...fields.map(([weight, found]) => weight * Math.max(0, ...found.map((one) => likeness(word, one))))),
        );
        const matched = gains.filter(Boolean).length;
        if (!matched) continue;
        const score = (gains.reduce((sum, gain) => sum + gain) * matched) / asked.length;
        hits.push({ score, hit: { guide, section, excerpt: excerptOf(section ? section.lead : guide.summary, body, asked) } });
      }
    }
    return hits.sort((one, other) => other.score - one.score).slice(0, limit).map(({ hit }) => hit);
  }
}

/** Best first: what is live, and then in the better language. */
const rank = (item: SyncItem, locales: string[]) =>
  (item.state === "live" ? 0 : 100) + (item.locale === null ? 0 : locales.indexOf(item.locale));
const strip = (html: string) =>
  html.replace(/<[^>]*>/g, " ").replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => ENTITIES[name] ?? " ").replace(/\s+/g, " ");
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
/** Too common, or too short, to say what is looked for. */
const STOP = new Set("a an and are as at be by can do does for from how i in is it my of on or the this to what when with you".split(" "));

function words(text: string): string[] {
  const plain = text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "");
  return (plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => !STOP.has(word));
}

function likeness(asked: string, found: string): number {
  if (found === asked) return 1;
  const least = Math.min(asked.length, found.length);
  if (asked.length > 2 && found.startsWith(asked)) return 0.8;
  if (least > 3 && asked.startsWith(found)) return 0.6;
  const most = asked.length > 7 ? 2 : asked.length > 4 ? 1 : 0;
  return Math.abs(asked.length - found.length) <= most && distance(asked, found) <= most ? 0.5 : 0;
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length]!;
}

function excerptOf(lead: string, body: string, asked: string[]): string {
  const sentences = [lead, ...(body.match(/[^.!?।؟]+[.!?।؟]?/gu) ?? [])];
  const count = (text: string) => {
    const found = words(text);
    return asked.filter((word) => found.some((one) => likeness(word, one))).length;
  };
  const best = sentences.reduce((one, other) => (count(other) > count(one) ? other : one)).trim();
  return best.length > 160 ? `${best.slice(0, 160).replace(/\s\S*$/, "")} …` : best;
}
