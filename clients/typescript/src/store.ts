import type { Recall, SyncItem } from "./types.js";

/** Where a copy stands. All of it changes together with the items of a page, or not at all. */
export interface State {
  selection: string;
  /** Token of the last whole pass; null until there was one. */
  syncToken: string | null;
  /** Token of the page to go on from, where a pass was broken off. */
  pageToken: string | null;
  recalls: Recall[];
  /** The copy that is shown, and the one that is being made to take its place (the same during a delta). */
  shown: number;
  making: number;
  /** Whether the copy that is shown has the cards of guides alone, or not even all of them. */
  partial?: boolean | undefined;
}
/** copy, type, id, locale ("" for things without a language). */
export type Key = [number, string, string, string];

export const keyOf = (copy: number, item: Pick<SyncItem, "type" | "id" | "locale">): Key => [
  copy,
  item.type,
  item.id,
  item.locale ?? "",
];

/** Where an app keeps its copy. Make one over any database that has transactions. */
export interface Store {
  readState(): Promise<State | undefined>;
  read(key: Key): Promise<SyncItem | undefined>;
  /** Every item of a copy. */
  list(copy: number): Promise<SyncItem[]>;
  /** Write items into copy `state.making`, drop every copy that `state` does not name, and keep `state`: at once. */
  write(items: SyncItem[], state: State): Promise<void>;
}

export class MemoryStore implements Store {
  private state: State | undefined;
  private readonly items = new Map<string, SyncItem>();

  async readState() {
    return this.state;
  }
  async read(key: Key) {
    return this.items.get(JSON.stringify(key));
  }
  async list(copy: number) {
    return [...this.items].filter(([key]) => JSON.parse(key)[0] === copy).map(([, item]) => item);
  }
  async write(items: SyncItem[], state: State) {
    for (const item of items) this.items.set(JSON.stringify(keyOf(state.making, item)), item);
    for (const key of this.items.keys()) {
      if (![state.shown, state.making].includes(JSON.parse(key)[0])) this.items.delete(key);
    }
    this.state = state;
  }
}

const wait = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** In the browser's own database: survives a reload and needs no network. */
export class IndexedDBStore implements Store {
  private opened: Promise<IDBDatabase> | undefined;

  constructor(private readonly name = "treatment-guides") {}

  private open(): Promise<IDBDatabase> {
    const request = indexedDB.open(this.name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("items");
      request.result.createObjectStore("state");
    };
    return wait(request);
  }
  private async table(name: "items" | "state") {
    const database = await (this.opened ??= this.open());
    return database.transaction(name).objectStore(name);
  }
  async readState(): Promise<State | undefined> {
    return wait((await this.table("state")).get("state"));
  }
  async read(key: Key): Promise<SyncItem | undefined> {
    return wait((await this.table("items")).get(key));
  }
  async list(copy: number): Promise<SyncItem[]> {
    return wait((await this.table("items")).getAll(IDBKeyRange.bound([copy], [copy, []])));
  }
  async write(items: SyncItem[], state: State): Promise<void> {
    const database = await (this.opened ??= this.open());
    const transaction = database.transaction(["items", "state"], "readwrite", { durability: "strict" });
    const table = transaction.objectStore("items");
    for (const item of items) table.put(item, keyOf(state.making, item));
    const least = Math.min(state.shown, state.making);
    table.delete(IDBKeyRange.upperBound([least], true));
    if (state.shown === state.making) table.delete(IDBKeyRange.lowerBound([least, []]));
    transaction.objectStore("state").put(state, "state");
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  }
}
