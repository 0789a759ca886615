/** Normalises words as the server does: folded, stemmed by script, in Latin letters. Its tables are in rule.json. */
import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as hindi } from "@orama/stemmers/indian";
import { english } from "./english.js";
import rule from "./rule.json" with { type: "json" };

/** A word of a text: its term and its place. */
export interface Term {
  term: string;
  start: number;
  end: number;
}

/** Letter -> what it becomes. */
function read(table: Record<string, string>): Map<string, string> {
  return new Map(Object.entries(table).flatMap(([text, letters]) => [...letters].map((letter): [string, string] => [letter, text])));
}
const ALIKE = read(rule.alike);
const FOLDS = read(rule.folds);
const ASCII = read(rule.ascii);
const SPELLINGS = rule.spellings.map(([pattern, meant]): [RegExp, string] => [new RegExp(pattern!, "gu"), meant!]);
const STOP_WORDS = new Set(rule.stop_words);

const IGNORABLE = rule.ignorable;
const DEVANAGARI = "\u0900-\u0963\u0971-\u097f";
const LETTER = `[\\p{L}\\p{N}_\u0300-\u036f${DEVANAGARI}\u064b-\u065f\u0670${IGNORABLE}]`;
const SHORT = `(?:[\\p{L}\\p{Nl}\\p{No}][\u0300-\u036f${IGNORABLE}]*|[${DEVANAGARI}]{1,4}|[\u0620-\u064a]{1,3})`;
const WORD = new RegExp(`(?:${SHORT}\\.){2,}(?:${SHORT}(?!${LETTER}))?|${LETTER}+(?:[${rule.apostrophes}]${LETTER}+)*`, "gu");
const MASKABLE = new RegExp(`[\\p{L}\\p{N}_\u0300-\u036f${IGNORABLE}]+`, "gu");
const COLON = /(?<=दु):(?=ख)/gu;
const LETTERS = /\p{L}/u;
const LATIN = /\p{Script=Latin}/u;
const SCRIPTS = ["Greek", "Cyrillic", "Arabic", "Devanagari", "Hebrew", "Armenian", "Cherokee", "Thai", "Hangul", "Han"].map((name) => new RegExp(`\\p{Script=${name}}`, "u"));
const STEMMERS: [RegExp, (word: string) => string][] = [[/[\u0900-\u097f]/u, hindi], [/[\u0600-\u06ff]/u, arabic], [/[a-z]/, english]];
export const MAX_TERM = 40;
const MAX_WORD = 50;

/** The searchable words of a text, in order. */
export function readTerms(text: string): Term[] {
  const found: Term[] = [];
  for (const match of unmask(text).replace(COLON, "\u0903").matchAll(WORD)) {
    const term = normalise(match[0]);
    if (term) found.push({ term, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

const known = new Map<string, string>();

/** The term of a word; empty for a stop word. */
export function normalise(word: string): string {
  let term = known.get(word);
  if (term === undefined) {
    if (known.size > 50_000) known.clear();
    known.set(word, (term = makeTerm(word)));
  }
  return term;
}

function makeTerm(word: string): string {
  const folded = fold(word.slice(0, 2 * MAX_WORD)).replace(/[.'\s]/g, "").normalize("NFC").slice(0, MAX_WORD);
  if (STOP_WORDS.has(folded)) return "";
  const stemmer = STEMMERS.find(([script]) => script.test(folded))?.[1];
  let stem = stemmer ? stemmer(folded) : folded;
  if (stemmer && stem.endsWith("ه")) stem = stemmer(stem);
  const latin = [...stem].map((letter) => ASCII.get(letter) ?? letter).join("");
  return latin.toLowerCase().replace(/[^a-z0-9]/g, "").slice(0, MAX_TERM);
}

function fold(text: string): string {
  let folded = [...unmask(text)].map(foldLetter).join("");
  if (/[\u0900-\u0963\u0971-\u097f]/.test(folded)) {
    for (const [pattern, meant] of SPELLINGS) folded = folded.replace(pattern, meant);
  }
  return folded;
}

const foldLetter = (letter: string) =>
  FOLDS.get(letter) ?? letter.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "");

/** The text with letters that look like Latin ones replaced by these, where they stand in for them. */
function unmask(text: string): string {
  if (![...text].some((letter) => ALIKE.has(letter))) return text;
  const words = [...text.matchAll(MASKABLE)].filter(([word]) => /[^\x00-\x7f]/.test(word));
  const atHome = new Set(words.flatMap(([word]) => scriptsOf(word)));
  let whole = "";
  let at = 0;
  for (const match of words) {
    whole += text.slice(at, match.index) + unmaskWord(match[0], atHome);
    at = match.index + match[0].length;
  }
  return whole + text.slice(at);
}

function unmaskWord(word: string, atHome: Set<number>): string {
  const letters = [...word].filter((letter) => LETTERS.test(letter));
  const isMasked = letters.some(isLatin) || letters.every((letter) => ALIKE.has(letter) && !atHome.has(scriptOf(letter)));
  return isMasked ? [...word].map((letter) => (isLatin(letter) ? letter : (ALIKE.get(letter) ?? letter))).join("") : word;
}

const isLatin = (letter: string) => letter < "\x80" || LATIN.test(letter);
const scriptOf = (letter: string) => SCRIPTS.findIndex((script) => script.test(letter));

/** The scripts that a word shows to be in real use: it has no Latin letters, and not only look-alikes. */
function scriptsOf(word: string): number[] {
  const letters = [...word].filter((letter) => LETTERS.test(letter));
  return letters.some(isLatin) ? [] : letters.filter((letter) => !ALIKE.has(letter)).map(scriptOf);
}
