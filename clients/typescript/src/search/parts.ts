/** The words of a guide, part by part, with the weight of each text: the title counts most, the body least. */
import type { Guide } from "../types.js";
import rule from "./rule.json" with { type: "json" };

const TITLE = 10;
const HEADING = 6;
const LEAD = 4;
const GUIDE = 3;
const BODY = 2;

export interface Text {
  weight: number;
  words: string;
  /** Whether excerpts may be cut from it. */
  isShown: boolean;
}
export interface Part {
  /** "overview", or the key of a section. */
  key: string;
  texts: Text[];
}
const ASKED_AS: Record<string, Record<string, string>> = rule.asked_as;
/** The order of parts that answer equally well. */
export const ORDER = ["overview", ...Object.keys(rule.asked_as.en)];

const shown = (weight: number, words: string): Text => ({ weight, words, isShown: true });
const hidden = (weight: number, words: string): Text => ({ weight, words, isShown: false });

/** The overview first. Sections that are recalled, or newer than this client, are left out. */
export function readParts(guide: Guide): Part[] {
  const names = [guide.title, ...guide.also_known_as];
  const askedAs = ASKED_AS[guide.locale] ?? ASKED_AS.en!;
  const overview = [
    ...names.map((name) => shown(TITLE, name)),
    hidden(TITLE, guide.slug.replaceAll("-", " ")),
    shown(LEAD, guide.summary),
    ...guide.faqs.flatMap((faq) => [shown(LEAD, faq.question), ...readHTML(faq.answer.html).map((words) => shown(BODY, words))]),
  ];
  const parts: Part[] = [{ key: "overview", texts: overview }];
  for (const section of guide.sections) {
    if (!ORDER.includes(section.key) || section.recall) continue;
    // A copy with one form of texts has no HTML of whole sections.
    const html = section.html || section.blocks.map((block) => block.fallback).join("");
    const bodies = readHTML(html).filter((words) => words !== section.lead);
    const texts = [
      hidden(HEADING, section.heading),
      hidden(HEADING, askedAs[section.key]!),
      shown(LEAD, section.lead),
      ...bodies.map((words) => shown(BODY, words)),
      ...names.map((name) => hidden(GUIDE, name)),
    ];
    parts.push({ key: section.key, texts });
  }
  return parts;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };

/** The texts between the tags of the API's safe HTML. */
function readHTML(html: string): string[] {
  return html
    .split(/<[^>]*>/)
    .map((text) => text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|nbsp));/gi, (_, hex, number, name) => (name ? ENTITIES[name]! : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(number)))).trim())
    .filter(Boolean);
}
