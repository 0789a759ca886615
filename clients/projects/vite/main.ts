import { Client, Copy, IndexedDBStore, sync } from "treatment-guides";

const store = new IndexedDBStore();
const address = new URLSearchParams(location.search).get("address") ?? location.origin;
await sync(new Client(address), store, { locales: ["en"] }).catch(console.error);
const copy = await Copy.open(store);
for (const { document: guide } of copy?.list("guide", ["en"]) ?? []) {
  const line = document.createElement("p");
  line.textContent = guide?.title ?? "";
  document.querySelector("main")?.append(line);
}
