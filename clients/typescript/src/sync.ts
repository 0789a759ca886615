import { Problem, type Client, type Parameters } from "./client.js";
import { keyOf, type State, type Store } from "./store.js";
import type { Known, SyncItem, SyncPage } from "./types.js";

/** What a copy is of. Left out: everything. */
export interface Selection {
  locales?: string[];
  types?: Known<SyncItem, "type">["type"][];
  /** Slug or id: of branches and offerings only its own. */
  branch?: string;
  /** Of guides only these fields. */
  fields?: string[];
  /** The one form in which texts come. */
  text?: "portable" | "html" | "plain";
}
export interface SyncOptions {
  /** Called after each page of cards. */
  onCards?: (() => unknown) | undefined;
  /** The number of a release that the copy must have, as `watch` gives it. No cache in between then answers with an older one. */
  release?: number | undefined;
}
/** What a page changed, to draw anew: of a guide only these sections; of others, and of what is gone, all. */
export interface Changed {
  item: SyncItem;
  sections: string[];
}

/** As many cards as a first screen shows: they come as soon as the connection allows. */
const FIRST_CARDS = 8;

/**
 * Bring the copy up to date: everything the first time, then only what changed. Goes on where a broken pass stopped;
 * call it again after any error. Every page is applied whole, with its token, or not at all. A new copy (at first, for
 * another selection, or where the server says "start again") takes the place of the old one only when it is whole.
 *
 * With `onCards`, the cards of guides come first where there is no whole copy yet: a `Copy` shows them, and is `partial`,
 * until the guides are there.
 */
export async function sync(
  client: Client,
  store: Store,
  selection: Selection = {},
  { onCards, release }: SyncOptions = {},
): Promise<Changed[]> {
  const run = async () => {
    const { fields, text, ...chosen } = selection;
    const cards: Selection = { ...chosen, types: ["card", "group"] };
    if (onCards && (await lacksCards(store, selection, cards))) {
      await pass(client, store, cards, { onCards, release }).catch((error) => {
        // An older server has no cards by sync.
        if (!(error instanceof Problem) || error.status !== 400) throw error;
      });
    }
    return pass(client, store, selection, { release });
  };
  return alone(run);
}

/** One tab at a time, where the browser can say so. */
export async function alone<Value>(run: () => Promise<Value>): Promise<Value> {
  const locks = globalThis.navigator?.locks;
  return locks ? await locks.request("treatment-guides-sync", run) : await run();
}

/** What a store knows a selection by. */
export const nameOf = ({ locales, types, branch, fields, text }: Selection) =>
  JSON.stringify([locales, types, branch, ...(fields || text ? [fields, text] : [])]);

/** Whether nothing is shown yet but cards, and these cards are not whole. */
async function lacksCards(store: Store, selection: Selection, cards: Selection): Promise<boolean> {
  const state = await store.readState();
  if (!state?.shown) return state?.selection !== nameOf(selection);
  const isUnderWay = state.selection === nameOf(selection) || (state.selection === nameOf(cards) && state.syncToken !== null);
  return Boolean(state.partial) && !isUnderWay;
}

/** With `onCards` what has come is shown at once. */
async function pass(
  client: Client,
  store: Store,
  selection: Selection,
  { onCards, release }: SyncOptions,
): Promise<Changed[]> {
  const asked = nameOf(selection);
  const changed: Changed[] = [];
  let state = await store.readState();
  if (!state || state.selection !== asked) state = begin(asked, state);
  let isWhole = false;
  let beganAgain = false;
  while (!isWhole) {
    let page: SyncPage;
    try {
      const question = questionOf(state, selection, onCards ? FIRST_CARDS : undefined);
      page = await client.get<SyncPage>("sync/", { ...question, _: release });
    } catch (error) {
      if (beganAgain || !(error instanceof Problem) || error.status !== 410) throw error;
      state = begin(asked, state);
      beganAgain = true;
      continue;
    }
    isWhole = page.next_page_token === null;
    const items: SyncItem[] = [];
    for (const item of page.items) {
      const held = await store.read(keyOf(state.making, item));
      if (held && held.version > item.version) continue;
      items.push(item);
      changed.push({ item, sections: item.changed_sections.map((section) => section.key) });
    }
    state = {
      ...state,
      pageToken: page.next_page_token,
      syncToken: page.next_sync_token ?? state.syncToken,
      recalls: page.recalls ?? state.recalls,
      shown: isWhole || onCards ? state.making : state.shown,
      partial: onCards ? true : state.partial && !isWhole,
    };
    await store.write(items, state);
    await onCards?.();
  }
  return changed;
}

/** A new copy, beside the one that is shown. Without its recalls nothing of it is shown. */
function begin(selection: string, state: State | undefined): State {
  const shown = state?.shown ?? 0;
  const making = Math.max(shown, state?.making ?? 0) + 1;
  return { selection, syncToken: null, pageToken: null, recalls: state?.recalls ?? [], shown, making, partial: state?.partial };
}

function questionOf(state: State, { branch, text, ...lists }: Selection, page_size?: number): Parameters {
  if (state.pageToken) return { page_token: state.pageToken };
  if (state.syncToken) return { sync_token: state.syncToken };
  return { locales: lists.locales?.join(), types: lists.types?.join(), branch, fields: lists.fields?.join(), text, page_size };
}
