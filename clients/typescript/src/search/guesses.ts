/** Reads what a question means: known terms, also where a word is mistyped, unfinished, joined or split. */
import { MAX_TERM, normalise, readTerms, type Term } from "./terms.js";

const MAX_WORDS = 12;
const LEAST_LIKENESS = 0.7;
const PREFIX_LIKENESS = 0.8;
const MOST_GUESSES = 4;
const LEAST_HALF = 4;
const LONGEST_SPLIT = 30;
const MOST_UNKNOWN = 6;
const MOST_HALVES = 48;
const LONGEST_JOINED = 30;

/** The terms that a word of a question may mean, and how likely (1: surely). */
export type Guesses = Map<string, number>;
export interface Meaning {
  guesses: Guesses[];
  /** The question with its mistyped words corrected; null where there were none. */
  corrected: string | null;
}

/** `words`: term -> word as written, in the order of terms. Null where the question has no word to search by. */
export function readMeaning(question: string, words: ReadonlyMap<string, string>): Meaning | null {
  const asked = readTerms(question).slice(0, MAX_WORDS);
  if (!asked.length) return null;
  const unknown = asked.filter(({ term }) => !words.has(term));
  const guessedAt = unknown.slice(0, MOST_UNKNOWN);
  const guesses = asked.map((one, index) =>
    guess(one.term, words, index === asked.length - 1, guessedAt.includes(one) || !unknown.includes(one)),
  );
  const meant = [...guesses, ...join(question, asked, words)];
  const halves = new Halves(words);
  for (const { start, end } of unknown) meant.push(...halves.split(question.slice(start, end)));
  return { guesses: meant.filter((one) => one.size), corrected: correct(question, asked, guesses, words) };
}

function guess(term: string, words: ReadonlyMap<string, string>, isLast: boolean, mayDiffer: boolean): Guesses {
  const found: Guesses = new Map();
  if (isLast && term.length >= 3) {
    const begun = [...words.keys()].filter((word) => word.startsWith(term));
    begun.sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
    for (const word of begun.slice(0, MOST_GUESSES)) found.set(word, PREFIX_LIKENESS);
  }
  if (words.has(term)) found.set(term, 1);
  if (found.size || !mayDiffer || term.length < 3) return found;
  const least = term.length > 4 ? LEAST_LIKENESS : LEAST_LIKENESS - 0.05;
  const alike: [string, number][] = [];
  for (const word of words.keys()) {
    const longest = Math.max(term.length, word.length);
    const most = Math.floor((1 - least + 1e-9) * longest);
    if (Math.abs(term.length - word.length) > most) continue;
    const letters = distance(term, word, most);
    if (letters <= most) alike.push([word, 1 - letters / longest]);
  }
  alike.sort((one, other) => other[1] - one[1]); // keeps the order of words that are equally like it
  return new Map(alike.slice(0, MOST_GUESSES).map(([word, likeness]) => [word, likeness ** 2]));
}

/** Used by every `distance`: a guide's words are thousands, and a row for each letter of each would be work for the collector. */
const ROWS = [0, 1, 2].map(() => new Uint8Array(MAX_TERM + 1));

/** Letters that are added, missing, others, or swapped with the next (optimal string alignment). More than `most`: at least so many. */
function distance(one: string, other: string, most: number): number {
  let [before, row, next] = ROWS as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= other.length; j++) row[j] = j;
  for (let i = 1; i <= one.length; i++) {
    let nearest = (next[0] = i);
    for (let j = 1; j <= other.length; j++) {
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      next[j] = least;
      nearest = Math.min(nearest, least);
    }
    if (nearest > most) return nearest; // no row below is nearer
    [before, row, next] = [row, next, before];
  }
  return row[other.length]!;
}

/** Two words that guides write as one: “micro needling”. */
function join(question: string, asked: Term[], words: ReadonlyMap<string, string>): Guesses[] {
  const found: Guesses[] = [];
  for (let index = 0; index + 1 < asked.length; index++) {
    const [one, next] = [asked[index]!, asked[index + 1]!];
    const together = question.slice(one.start, one.end) + question.slice(next.start, next.end);
    const joined = together.length <= LONGEST_JOINED ? normalise(together) : "";
    if (words.has(joined)) found.push(new Map([[joined, 1]]));
  }
  return found;
}

/** A word that guides write as two: “hairloss”. */
class Halves {
  private lookedUp = 0;

  constructor(private readonly words: ReadonlyMap<string, string>) {}

  split(word: string): Guesses[] {
    if (word.length > LONGEST_SPLIT) return [];
    for (let middle = LEAST_HALF; middle <= word.length - LEAST_HALF; middle++) {
      const first = this.lookUp(word.slice(0, middle));
      const second = first && this.lookUp(word.slice(middle));
      if (first && second) return [new Map([[first, 1]]), new Map([[second, 1]])];
    }
    return [];
  }

  private lookUp(half: string): string {
    if (this.lookedUp >= MOST_HALVES) return "";
    this.lookedUp++;
    const term = normalise(half);
    return this.words.has(term) ? term : "";
  }
}

function correct(question: string, asked: Term[], guesses: Guesses[], words: ReadonlyMap<string, string>): string | null {
  let corrected = "";
  let at = 0;
  asked.forEach(({ term, start, end }, index) => {
    let best = "";
    for (const [word, likeness] of guesses[index]!) if (!best || likeness > guesses[index]!.get(best)!) best = word;
    if (!best || best === term || best.startsWith(term)) return;
    corrected += question.slice(at, start) + words.get(best);
    at = end;
  });
  return corrected ? corrected + question.slice(at) : null;
}
