/** What the phone keeps: the copy of the guides, and the reader's own choices. */
import { Client, Copy, IndexedDBStore, sync } from "./treatment-guides.js";

export const client = new Client(location.origin);
const store = new IndexedDBStore();
const CHOICES = "treatment-guides-choices";

/** Language, branch, and the version of each guide that was last read here. */
export const choices = {
  locale: null,
  branch: null,
  seen: {},
  ...JSON.parse(localStorage.getItem(CHOICES) ?? "{}"),
};

export function choose(values) {
  Object.assign(choices, values);
  localStorage.setItem(CHOICES, JSON.stringify(choices));
}

export const openCopy = () => Copy.open(store);

/** Ask for what changed. Afterwards keep the pictures of cards, so that they show without a network too. */
export async function update() {
  const changed = await sync(client, store);
  const pictures = changed
    .filter(({ item }) => item.type === "guide" && item.document?.hero)
    .map(({ item }) => smallest(item.document.hero));
  const worker = (await navigator.serviceWorker?.getRegistration())?.active;
  if (pictures.length) worker?.postMessage({ keep: pictures });
  return changed;
}

const smallest = (image) => image.sources.find((source) => source.type === "image/webp")?.srcset[0].url;
