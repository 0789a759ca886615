// Draws the phone's screens of a copy, with as much of a document as they need. Prints their words.
// usage: node phone.mjs FOLDER_OF_THE_PHONE ANSWERS
import { readFileSync } from "node:fs";

class Element {
  children = [];
  append(...children) {
    this.children.push(...children);
  }
  setAttribute() {}
  addEventListener() {}
}
const words = (node) => {
  if (node === null || node === undefined || node === false) return "";
  if (Array.isArray(node)) return node.map(words).join(" ");
  return node instanceof Element ? words(node.children) : String(node);
};

globalThis.document = {
  documentElement: { dir: "ltr" },
  getElementById: () => null,
  // What is read as HTML is safe HTML of the server: its words are told as they are.
  createElement: (tag) => (tag === "template" ? { set innerHTML(markup) { this.content = markup; } } : new Element()),
};
globalThis.location = { origin: "http://localhost" };
globalThis.localStorage = { getItem: () => null, setItem() {} };

const [folder, answers] = process.argv.slice(2);
const { Client, Copy, MemoryStore, sync } = await import(`${folder}/treatment-guides.js`);
const screens = await import(`${folder}/screens.js`);

const page = JSON.parse(readFileSync(answers, "utf8")).sync;
const store = new MemoryStore();
await sync(new Client("http://localhost", { fetch: async () => new Response(JSON.stringify(page)) }), store);
const copy = await Copy.open(store);
const say = new Proxy({}, { get: (_, name) => String(name) });
const state = { copy, chain: ["fr", "en"], locale: "en", words: { en: say }, languages: [{ code: "en", direction: "ltr" }], group: {}, places: new Map(), cards: new Map() };
const shown = { browse: screens.browse(state), branches: screens.branches(state) };
for (const item of copy.list("guide", state.chain, false)) shown[item.state] = await screens.guide(state, item.id, "");
process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(shown).map(([name, nodes]) => [name, words(nodes)]))));
