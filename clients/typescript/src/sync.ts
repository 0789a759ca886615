import { Problem, type Client } from "./client.js";
import { keyOf, type State, type Store } from "./store.js";
import type { Known, SyncItem, SyncPage } from "./types.js";

/** What a copy is of. Left out: everything. */
export interface Selection {
  locales?: string[];
  types?: Known<SyncItem, "type">["type"][];
  /** Slug or id: of branches and offerings only its own. */
  branch?: string;
}
/** What a page changed, to draw anew: of a guide only these sections; of others, and of what is gone, all. */
export interface Changed {
  item: SyncItem;
  sections: string[];
}

/**
 * Bring the copy up to date: everything the first time, then only what changed. Goes on where a broken pass stopped;
 * call it again after any error. Every page is applied whole, with its token, or not at all. A new copy (at first, for
 * another selection, or where the server says "start again") takes the place of the old one only when it is whole.
 *
 * `release`: the number of one that it must have, as `watch` gives it. No cache in between then answers with an older one.
 */
export async function sync(client: Client, store: Store, selection: Selection = {}, release?: number): Promise<Changed[]> {
  const run = () => pass(client, store, selection, release);
  // One tab at a time, where the browser can say so.
  const locks = globalThis.navigator?.locks;
  return locks ? await locks.request("treatment-guides-sync", run) : await run();
}

async function pass(client: Client, store: Store, selection: Selection, release?: number): Promise<Changed[]> {
  const asked = JSON.stringify([selection.locales, selection.types, selection.branch]);
  const changed: Changed[] = [];
  let state = await store.readState();
  if (!state || state.selection !== asked) state = begin(asked, state);
  let isWhole = false;
  let beganAgain = false;
  while (!isWhole) {
    let page: SyncPage;
    try {
      page = await client.get<SyncPage>("sync/", { ...questionOf(state, selection), _: release });
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
      shown: isWhole ? state.making : state.shown,
    };
    await store.write(items, state);
  }
  return changed;
}

/** A new copy, beside the one that is shown. Without its recalls nothing of it is shown. */
function begin(selection: string, state: State | undefined): State {
  const shown = state?.shown ?? 0;
  const making = Math.max(shown, state?.making ?? 0) + 1;
  return { selection, syncToken: null, pageToken: null, recalls: state?.recalls ?? [], shown, making };
}

function questionOf(state: State, selection: Selection): Record<string, string | undefined> {
  if (state.pageToken) return { page_token: state.pageToken };
  if (state.syncToken) return { sync_token: state.syncToken };
  return { locales: selection.locales?.join(), types: selection.types?.join(), branch: selection.branch };
}
