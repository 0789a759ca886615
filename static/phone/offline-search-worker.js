/** The search's own thread: an index of what is kept, made anew when another copy is kept or other languages are asked for. */
import { Index } from "./treatment-guides-search.js";
import { Copy, IndexedDBStore } from "./treatment-guides.js";

const store = new IndexedDBStore();
let made = {};

async function openIndex(locales) {
  const state = await store.readState();
  const name = JSON.stringify([state?.shown, state?.syncToken, state?.partial, locales]);
  if (made.name !== name) made = { name, index: Copy.open(store).then((copy) => copy && new Index(copy, locales)) };
  try {
    return await made.index;
  } catch (error) {
    made = {}; // the next question tries again
    throw error;
  }
}

async function answer({ question, locales, branch }) {
  const index = await openIndex(locales);
  if (!index || question === undefined) return { found: [], corrected: null };
  const { hits, corrected } = index.search(question, { branch });
  return { found: hits.map(shorten), corrected };
}

/** What the screen shows of a hit: a whole guide would take longer to hand over than to find. */
function shorten({ guide: { id, slug, locale, title }, section, excerpt }) {
  return { guide: { id, slug, locale, title }, key: section?.key, heading: section?.heading ?? title, excerpt };
}

onmessage = ({ data: { id, ...question } }) =>
  answer(question).then(
    (found) => postMessage({ id, answer: found }),
    (error) => postMessage({ id, fault: String(error) }),
  );
