/** What the phone keeps: the copy of the guides, and the pictures of cards. */
import { choices, choose, fetchEarly } from "./first.js";
import { Client, Copy, IndexedDBStore, sync } from "./treatment-guides.js";

export const client = new Client(location.origin, { fetch: fetchEarly });
const store = new IndexedDBStore();

/** Token of the copy that was opened last. */
let opened;

export async function openCopy() {
  opened = (await store.readState())?.syncToken;
  return Copy.open(store);
}

let hasKept = false;

/** How texts come: the screens show them as they are. */
export const TEXT = "html";

/**
 * Ask for what changed in these languages. `release`: the number of one that the copy must have then. At first the cards
 * come before the guides, and `onCards` is told of each page. Returns whether the copy is another one than was opened,
 * also if another tab has brought it up to date.
 */
export async function update(locales, { onCards, release }) {
  const changed = await sync(client, store, { locales, text: TEXT }, { onCards, release });
  if (!choices.kept) choose({ kept: true });
  if (changed.length || !hasKept) (window.requestIdleCallback ?? setTimeout)(keepPictures); // after what is to be seen
  return (await store.readState()).syncToken !== opened;
}

/** Keep the pictures of cards, so that they show without a network too, and let go of those that nothing shows any more. */
async function keepPictures() {
  const worker = (await navigator.serviceWorker?.ready)?.active;
  if (!worker) return; // an address without https has none
  const { shown } = await store.readState();
  const documents = (await store.list(shown)).map((item) => item.document);
  const cards = documents.filter((document) => document?.type === "guide" && document.hero);
  worker.postMessage({
    keep: cards.map((guide) => smallest(guide.hero)),
    shown: JSON.stringify(documents).match(/[^"]+\/renditions\/[^"]+/g) ?? [],
  });
  hasKept = true;
}

const smallest = (image) => image.sources.find((source) => source.type === "image/webp").srcset[0].url;
