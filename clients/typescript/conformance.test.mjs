// node --test conformance.test.mjs        Sync as clients/conformance/sync.json says, which tells what each of its words means.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { DatabaseSync } from "node:sqlite";
import { Client, Copy, MemoryStore, Problem, renderBlock, sync } from "./dist/index.js";
import { SQLiteStore } from "./dist/sqlite.js";

const beside = (path) => new URL(`../${path}`, import.meta.url);
const read = (name) => JSON.parse(readFileSync(beside(`conformance/${name}`), "utf8"));
const suite = read("sync.json");
const drawn = Object.fromEntries(readdirSync(beside("schemas")).map((name) => [name.replace(/^block-|\.json$/g, "").replaceAll("-", "_"), () => ""]));

const pageOf = ({ items, next = null, token = null, recalls = null }) => ({
  items: items.map((name) => suite.items[name]),
  next_page_token: next,
  next_sync_token: token,
  recalls: recalls?.map((name) => suite.recalls[name]) ?? null,
});

/** A server that gives these answers, and what it was asked. */
function server(answers) {
  const seen = { asked: [], parameters: {} };
  seen.client = new Client("http://server", {
    fetch: async (address) => {
      seen.parameters = Object.fromEntries(new URL(address).searchParams);
      const token = seen.parameters.page_token ?? seen.parameters.sync_token ?? seen.parameters.types ?? "";
      seen.asked.push(token);
      const answer = answers[token];
      assert.notEqual(answer, undefined, `Nobody should ask for '${token}'.`);
      if (answer === "lost") throw new TypeError("The network is gone.");
      if (answer === "from-the-future") return Response.json(read("from-the-future.json").sync);
      return typeof answer === "number" ? Response.json({ title: "Problem" }, { status: answer }) : Response.json(pageOf(answer));
    },
  });
  return seen;
}

function shown(copy, { locales = ["en"], found = {}, newer }) {
  if (!copy) return null;
  const titles = (type) => copy.list(type, locales).map((item) => item.document.title);
  const gone = copy.list("guide", locales, false).filter((item) => item.state !== "live");
  return {
    partial: copy.partial,
    guides: titles("guide"),
    cards: titles("card"),
    gone: Object.fromEntries(gone.map((item) => [item.id, item.notice.reason])),
    recalls: Object.fromEntries(copy.recalls.map(({ guide }) => [guide, copy.recallsOf(guide)[0].reason])),
    found: Object.fromEntries(Object.keys(found).map((key) => [key, copy.find("guide", key, locales)?.id ?? null])),
    newer: newer && copy.list("guide", locales)[0].document.sections.map((section) => renderBlock(section.blocks.at(-1), drawn)),
  };
}

/** `open` gives the store as it is after the app was started anew. */
async function run({ passes }, open) {
  for (const [number, { answers, selection, cards, asked, fails, changed, seen, parameters, held }] of passes.entries()) {
    const store = open();
    const fake = server(answers);
    const looks = [];
    const onCards = async () => {
      const copy = await Copy.open(store);
      looks.push(["card", "guide"].map((type) => copy.list(type, ["en"]).length));
    };
    let failure;
    const brought = await sync(fake.client, store, selection, { onCards: cards && onCards }).catch((error) => {
      if (error instanceof assert.AssertionError) throw error;
      failure = error instanceof Problem ? error.status : "lost";
    });
    const where = `pass ${number + 1}`;
    assert.deepEqual([failure, fake.asked], [fails, asked], where);
    if (parameters) assert.deepEqual(fake.parameters, parameters, where);
    if (changed) assert.deepEqual(brought.map(({ item, sections }) => [item.id, sections]), changed, where);
    if (seen) assert.deepEqual(looks, seen, where);
    const { locales, ...expected } = { partial: false, guides: [], cards: [], gone: {}, recalls: {}, found: {}, newer: undefined, ...held };
    assert.deepEqual(shown(await Copy.open(open()), held ?? {}), held && expected, where);
  }
}

for (const one of suite.cases) {
  test(`${one.name}, in memory`, () => {
    const store = new MemoryStore();
    return run(one, () => store);
  });
  test(`${one.name}, in SQLite`, () => {
    const file = new DatabaseSync(":memory:");
    const all = (sql, values) => file.prepare(sql).all(...values);
    const batch = (statements) => statements.forEach(([sql, values]) => file.prepare(sql).run(...values));
    return run(one, () => new SQLiteStore({ all, batch }));
  });
}
