/** Reads, keeps and searches treatment guides. See README.md for a first app in ten lines. */
export { Client, Problem } from "./client.js";
export type { Options, Parameters } from "./client.js";
export { Copy } from "./copy.js";
export type { Hit } from "./copy.js";
export { is } from "./narrow.js";
export { renderBlock, toHTML, toText } from "./richtext.js";
export type { Renderers } from "./richtext.js";
export { IndexedDBStore, MemoryStore } from "./store.js";
export type { Key, State, Store } from "./store.js";
export { sync } from "./sync.js";
export type { Changed, Selection, SyncOptions } from "./sync.js";
export { watch } from "./watch.js";
export type { Watch, WatchOptions } from "./watch.js";
export type * from "./types.js";
export type { components, paths } from "./schema.js";
