/** Snowball's English stemmer of today. `porter2` is of an older version, which differs in the words below alone. */
import { stem } from "porter2";

const OTHERS = new Map(
  (
    "add:added,adding,addedly,addings ebb:ebbed,ebbing eff:effed,effing egg:egged,egging emerg:emerge,emerged,emerges,emerging " +
    "err:erred,erring evening:evening,evenings off:offed,offing,offings onn:onned univers:universe,universes " +
    "die:dyings hie:hying lie:lyings vie:vying"
  )
    .split(" ")
    .flatMap((line) => line.split(":")[1]!.split(",").map((word): [string, string] => [word, line.split(":")[0]!])),
);
/** Of these the beginning stays whole, as that of “general” did before. */
const BEGINNINGS = /^(?:past|univers|later|emerg|organ|inter)/;
const LIKE_THEM = "gener";

export function english(word: string): string {
  const other = OTHERS.get(word);
  if (other) return other;
  const beginning = BEGINNINGS.exec(word)?.[0];
  if (beginning) return beginning + stem(LIKE_THEM + word.slice(beginning.length)).slice(LIKE_THEM.length);
  return stem(word.replace(/ogists?$/, "ogy"));
}
