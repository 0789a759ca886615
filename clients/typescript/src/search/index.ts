/** Finds in a copy what the server's search finds, in the same order: `import { Index } from "treatment-guides/search"`. */
import type { Copy } from "../copy.js";
import type { Guide, Section } from "../types.js";
import { readMeaning } from "./guesses.js";
import { ORDER, readParts, type Text } from "./parts.js";
import { readTerms, type Term } from "./terms.js";

export interface Found {
  hits: Hit[];
  /** The question with its mistyped words corrected; null where there were none. */
  corrected: string | null;
}
/** A part of a guide that answers: a section, or its overview (null). */
export interface Hit {
  guide: Guide;
  section: Section | null;
  /** Text in pieces: mark those that match. */
  excerpt: { text: string; match: boolean }[];
}
export interface SearchOptions {
  /** Id of a branch: only what it offers now. */
  branch?: string;
  limit?: number;
}
interface Indexed {
  guide: Guide;
  key: string;
  texts: Text[];
  /** Term -> the weight of the weightiest text that has it. */
  weights: Map<string, number>;
}
const LENGTH = 180;

/** Made anew of each copy, so that it is never older than the guides: 150 of them take a part of a second. */
export class Index {
  private readonly parts: Indexed[] = [];
  /** Term -> word as written, in the order of terms. */
  private readonly words: Map<string, string>;
  private readonly offered: (branch: string) => Set<string>;

  /** `locales`: the reader's language, and those that stand in for it where a guide has none. */
  constructor(copy: Copy, locales: string[]) {
    const written = new Map<string, string>();
    const best = new Map(copy.list("guide", locales).map((item) => [item.id, item.locale]));
    for (const locale of locales) {
      for (const { id, document: guide } of copy.list("guide", [locale])) if (guide) this.add(guide, written, best.get(id) === locale);
    }
    this.words = new Map([...written].sort(([one], [other]) => (one < other ? -1 : 1)));
    this.offered = (branch) => {
      const offers = copy.list("offering").filter(({ document: offer }) => offer?.available && offer.branch.id === branch);
      return new Set(offers.map(({ document: offer }) => offer!.guide));
    };
  }

  /** Its words may be meant in any language; it is found in the best alone. */
  private add(guide: Guide, written: Map<string, string>, isBest: boolean) {
    for (const { key, texts } of readParts(guide)) {
      const weights = new Map<string, number>();
      for (const { weight, words } of [...texts].sort((one, other) => other.weight - one.weight)) {
        for (const { term, start, end } of readTerms(words)) {
          if (weights.has(term)) continue;
          weights.set(term, weight);
          const word = words.slice(start, end).normalize("NFC").toLowerCase().slice(0, 60);
          if (word > (written.get(term) ?? "")) written.set(term, word);
        }
      }
      if (isBest) this.parts.push({ guide, key, texts, weights });
    }
  }

  search(question: string, { branch, limit = 20 }: SearchOptions = {}): Found {
    const meant = readMeaning(question, this.words);
    if (!meant) return { hits: [], corrected: null };
    const offered = branch === undefined ? undefined : this.offered(branch);
    const terms = new Set(meant.guesses.flatMap((guess) => [...guess.keys()]));
    const parts = this.parts
      .filter(({ guide }) => !offered || offered.has(guide.id))
      .map((part) => ({ part, shared: [...terms].filter((term) => part.weights.has(term)) }))
      .filter(({ shared }) => shared.length);
    const spread = new Map<string, number>();
    for (const { shared } of parts) for (const term of shared) spread.set(term, (spread.get(term) ?? 0) + 1);
    const scoreOf = ({ weights }: Indexed) => {
      const gains = meant.guesses.map((guess) =>
        Math.max(0, ...[...guess].map(([term, likeness]) => ((weights.get(term) ?? 0) * likeness) / Math.log(2 + (spread.get(term) ?? 0)))),
      );
      const score = (gains.reduce((sum, gain) => sum + gain, 0) * gains.filter((gain) => gain > 0).length) / gains.length;
      return Math.round(score * 1e6);
    };
    const ranked = parts.map(({ part }) => ({ part, score: scoreOf(part) })).sort(
      (one, other) =>
        other.score - one.score ||
        compare(one.part.guide.slug, other.part.guide.slug) ||
        ORDER.indexOf(one.part.key) - ORDER.indexOf(other.part.key),
    );
    const hits = ranked.slice(0, limit).map(({ part: { guide, key, texts } }): Hit => ({
      guide,
      section: guide.sections.find((section) => section.key === key) ?? null,
      excerpt: cutExcerpt(texts, terms),
    }));
    return { hits, corrected: meant.corrected };
  }
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** The text with the most matches, cut around the first one. */
function cutExcerpt(texts: Text[], terms: Set<string>): Hit["excerpt"] {
  let best: { words: string; matches: Term[]; count: number; weight: number } | undefined;
  for (const { words, weight, isShown } of texts) {
    if (!isShown) continue;
    const matches = readTerms(words).filter(({ term }) => terms.has(term));
    const count = new Set(matches.map(({ term }) => term)).size;
    if (!best || count > best.count || (count === best.count && weight > best.weight)) best = { words, matches, count, weight };
  }
  return best ? cut(best.words, best.matches) : [];
}

function cut(words: string, matches: Term[]): Hit["excerpt"] {
  let start = matches.length && words.length > LENGTH ? Math.max(0, matches[0]!.start - Math.floor(LENGTH / 3)) : 0;
  if (start) start = words.indexOf(" ", start) + 1;
  const space = words.slice(0, start + LENGTH).lastIndexOf(" ");
  const last = space < start ? -1 : space;
  let end = words.length - start <= LENGTH ? words.length : last;
  if (end <= start) end = start + LENGTH;
  const pieces = start ? [{ text: "… ", match: false }] : [];
  let at = start;
  for (const { start: first, end: beyond } of matches) {
    if (first < at || beyond > end) continue;
    pieces.push({ text: words.slice(at, first), match: false }, { text: words.slice(first, beyond), match: true });
    at = beyond;
  }
  pieces.push({ text: words.slice(at, end) + (end < words.length ? " …" : ""), match: false });
  return pieces.filter(({ text }) => text);
}
