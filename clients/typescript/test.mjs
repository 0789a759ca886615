// node --test test.mjs        ADDRESS names a running server for the tests that need one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Client, Copy, is, MemoryStore, Problem, renderBlock, sync, toHTML, watch } from "./dist/index.js";

const item = (id, version, state = "live") => ({
  type: "guide", id, locale: "en", slug: id, state, version, digest: `${id}${version}`, notice: state === "live" ? null : { reason: "Withdrawn." },
  changed_sections: [{ key: "safety", digest: "d" }],
  document: state === "live" ? { id, title: `${id} ${version}`, slug: id, locale: "en", summary: "", also_known_as: [], faqs: [], sections: [] } : null,
});
const page = (items, next, token = null) => ({ items, next_page_token: next, next_sync_token: token, recalls: [] });

/** A server that gives these answers by token ("" for none): a function is called, a number is a status. */
function server(answers) {
  const asked = [];
  const fake = async (address, options) => {
    const query = new URL(address).searchParams;
    const token = query.get("page_token") ?? query.get("sync_token") ?? query.get("types") ?? "";
    asked.push(token);
    const answer = typeof answers[token] === "function" ? answers[token]() : answers[token];
    if (typeof answer === "number") return new Response(JSON.stringify({ title: "Problem", detail: "No." }), { status: answer });
    return new Response(JSON.stringify(answer), { headers: { ETag: '"x"' } });
  };
  return { client: new Client("http://server", { fetch: fake }), asked };
}
const titles = async (store) => (await Copy.open(store))?.list("guide", ["en"]).map((one) => one.document.title);

test("pages are applied in order, and the token is kept for the next pass", async () => {
  const store = new MemoryStore();
  const { client, asked } = server({ "": page([item("a", 1)], "p2"), p2: page([item("b", 1)], null, "s1"), s1: page([item("a", 2)], null, "s2") });
  await sync(client, store);
  assert.deepEqual(await titles(store), ["a 1", "b 1"]);
  const changed = await sync(client, store);
  assert.deepEqual(changed.map((one) => [one.item.id, one.sections]), [["a", ["safety"]]]);
  assert.deepEqual(await titles(store), ["a 2", "b 1"]);
  assert.deepEqual(asked, ["", "p2", "s1"]);
});

test("a slug is of whoever has it now, in the reader's language first", async () => {
  const store = new MemoryStore();
  const hindi = { ...item("three", 1), locale: "hi", slug: "shared", document: { ...item("three", 1).document, slug: "shared", locale: "hi" } };
  const items = [{ ...item("one", 1, "withdrawn"), slug: "taken" }, { ...item("two", 1), slug: "taken" }, { ...item("four", 1), slug: "shared" }, hindi];
  const { client } = server({ "": page(items, null, "s1") });
  await sync(client, store);
  const copy = await Copy.open(store);
  assert.equal(copy.find("guide", "taken", ["en"]).id, "two");
  assert.equal(copy.find("guide", "one", ["en"]).state, "withdrawn");
  assert.equal(copy.find("guide", "shared", ["hi", "en"]).id, "three");
  assert.equal(copy.find("guide", "shared", ["en"]).id, "four");
  assert.equal(copy.find("guide", "never", ["en"]), undefined);
});

test("a broken pass goes on from the page that broke; nothing is shown before the copy is whole", async () => {
  const store = new MemoryStore();
  let broken = true;
  const { client, asked } = server({
    "": page([item("a", 1)], "p2"),
    p2: () => {
      if (broken) throw new TypeError("network");
      return page([item("b", 1)], null, "s1");
    },
  });
  await assert.rejects(sync(client, store), TypeError);
  assert.equal(await Copy.open(store), undefined);
  broken = false;
  await sync(client, store);
  assert.deepEqual(await titles(store), ["a 1", "b 1"]);
  assert.deepEqual(asked, ["", "p2", "p2"]);
});

test("410 makes a new copy, which takes the place of the old one only when whole", async () => {
  const store = new MemoryStore();
  const first = server({ "": page([item("gone", 3)], null, "s1") });
  await sync(first.client, store);
  const answers = { s1: 410, "": page([item("a", 1)], "p2"), p2: 503 };
  const second = server(answers);
  await assert.rejects(sync(second.client, store), Problem);
  assert.deepEqual(await titles(store), ["gone 3"]);
  answers.p2 = page([item("b", 1)], null, "s2");
  await sync(second.client, store);
  assert.deepEqual(await titles(store), ["a 1", "b 1"]);
});

test("a server that always says 410 does not make a loop", async () => {
  const { client, asked } = server({ "": 410 });
  await assert.rejects(sync(client, new MemoryStore()), Problem);
  assert.equal(asked.length, 2);
});

test("another selection is another copy", async () => {
  const store = new MemoryStore();
  const { client } = server({ "": page([item("a", 1)], null, "s1") });
  await sync(client, store);
  const other = server({ "": page([item("b", 1)], null, "s1") });
  await sync(other.client, store, { locales: ["hi"] });
  assert.deepEqual(await titles(store), ["b 1"]);
});

test("a tombstone takes the document away and leaves its notice; an older item is not applied over it", async () => {
  const store = new MemoryStore();
  const { client } = server({
    "": page([item("a", 1)], null, "s1"), s1: page([item("a", 2, "withdrawn")], null, "s2"), s2: page([item("a", 1)], null, "s3"),
  });
  for (let pass = 0; pass < 3; pass++) await sync(client, store);
  const copy = await Copy.open(store);
  assert.deepEqual(copy.list("guide", ["en"]), []);
  assert.equal(copy.find("guide", "a", ["en"]).notice.reason, "Withdrawn.");
});

const card = (id, version) => ({ ...item(id, version), type: "card", changed_sections: [], document: { id, title: `${id} ${version}`, slug: id } });
const CARDS = "card,group";

test("cards come first and are shown page by page; the guides take their place when they are whole", async () => {
  const store = new MemoryStore();
  const { client, asked } = server({
    [CARDS]: page([card("a", 1)], "c2"), c2: page([card("b", 1)], null, "never"),
    "": page([item("a", 1)], "p2"), p2: page([item("b", 1)], null, "s1"), s1: page([item("b", 2)], null, "s2"),
  });
  const seen = [];
  const look = async () => {
    const copy = await Copy.open(store);
    seen.push([copy.partial, copy.list("card", ["en"]).length, copy.list("guide", ["en"]).length]);
  };
  await sync(client, store, {}, { onCards: look });
  await look();
  assert.deepEqual(seen, [[true, 1, 0], [true, 2, 0], [false, 0, 2]]);
  await sync(client, store, {}, { onCards: look });
  assert.deepEqual(asked, [CARDS, "c2", "", "p2", "s1"]);
  assert.deepEqual(await titles(store), ["a 1", "b 2"]);
});

for (const broken of ["c2", "", "p2"]) {
  test(`where ${broken || "the first page of guides"} breaks, it goes on; cards that have come stay`, async () => {
    const store = new MemoryStore();
    const whole = {
      [CARDS]: page([card("a", 1)], "c2"), c2: page([card("b", 1)], null, "never"), "": page([item("a", 1)], "p2"), p2: page([item("b", 1)], null, "s1"),
    };
    const first = server({ ...whole, [broken]: 503 });
    await assert.rejects(sync(first.client, store, {}, { onCards() {} }), Problem);
    const copy = await Copy.open(store);
    assert.deepEqual([copy.partial, copy.list("card", ["en"]).length], [true, broken === "c2" ? 1 : 2]);
    const second = server(whole);
    await sync(second.client, store, {}, { onCards() {} });
    assert.deepEqual([...first.asked.slice(0, -1), ...second.asked], [CARDS, "c2", "", "p2"]);
    assert.deepEqual([(await Copy.open(store)).partial, await titles(store)], [false, ["a 1", "b 1"]]);
  });
}

test("an older server has no cards: the guides come at once", async () => {
  const store = new MemoryStore();
  const { client } = server({ [CARDS]: 400, "": page([item("a", 1)], null, "s1") });
  await sync(client, store, {}, { onCards: () => assert.fail() });
  assert.deepEqual(await titles(store), ["a 1"]);
});

test("another selection while there are only cards begins with its own cards; beside a whole copy it does not", async () => {
  const store = new MemoryStore();
  await assert.rejects(sync(server({ [CARDS]: page([card("a", 1)], null, "never"), "": 503 }).client, store, {}, { onCards() {} }), Problem);
  const answers = { [CARDS]: page([card("b", 1)], null, "never"), "": page([item("b", 1)], null, "s1") };
  const second = server(answers);
  await sync(second.client, store, { locales: ["en"], text: "html" }, { onCards() {} });
  const third = server(answers);
  await sync(third.client, store, { locales: ["en"], text: "plain" }, { onCards() {} });
  assert.deepEqual([second.asked, third.asked], [[CARDS, ""], [""]]);
});

test("an answer that has not changed is read from what is kept", async () => {
  const asked = [];
  const fake = async (address, { headers }) => {
    asked.push(headers["If-None-Match"]);
    return asked.length === 1 ? new Response('{"a":1}', { headers: { ETag: '"e"' } }) : new Response(null, { status: 304 });
  };
  const client = new Client("http://server", { fetch: fake });
  assert.deepEqual(await client.get("group/"), await client.get("group/"));
  assert.deepEqual(asked, [undefined, '"e"']);
});

test("a block of a newer type shows its fallback", () => {
  const block = { type: "hologram", value: { beams: 3 }, fallback: "<p>As words.</p>" };
  assert.equal(renderBlock(block, { paragraph: () => "never" }), "<p>As words.</p>");
  assert.equal(renderBlock({ ...block, type: "constructor" }, {}), "<p>As words.</p>");
  assert.equal(renderBlock({ type: "paragraph", value: 1, fallback: "" }, { paragraph: (value) => `<p>${value}</p>` }), "<p>1</p>");
});

test("what a later server sends is kept, found and drawn", async () => {
  const future = JSON.parse(readFileSync(new URL("../conformance/from-the-future.json", import.meta.url), "utf8"));
  const { client } = server({ "": future.sync });
  const store = new MemoryStore();
  await sync(client, store);
  const copy = await Copy.open(store);
  const [{ document: guide }] = copy.list("guide", ["fr"]);
  assert.deepEqual([guide.body_area, guide.sections.at(-1).key], ["feet", "outlook"]);
  for (const section of guide.sections) {
    assert.equal(renderBlock(section.blocks.at(-1), { step: () => "" }), "<p>The same in words.</p>");
  }
  const step = guide.sections.find((section) => is(section, "key", "process")).blocks.find((block) => is(block, "type", "step"));
  assert.match(toHTML(step.value.text.portable_text), /^<p>(?!.*undefined).+<\/p>$/);
  assert.equal(copy.search("outlook", ["fr"])[0].section.key, "outlook");
  assert.equal(copy.list("guide", ["fr"], false).find((item) => item.state === "paused").notice.reason, "Back in June.");
});

test("the real server: sync, read, search, problems", { skip: !process.env.ADDRESS }, async () => {
  const client = new Client(process.env.ADDRESS);
  const store = new MemoryStore();
  await sync(client, store);
  const copy = await Copy.open(store);
  const held = copy.list("guide", ["en"]).map((one) => one.document);
  const { results } = await client.guides({ locale: "en", page_size: 100 });
  assert.deepEqual(held.map((guide) => guide.id), results.map((card) => card.id));
  assert.deepEqual(held[0], await client.guide(held[0].slug, { locale: "en" }));
  const top = (question, locale) => {
    const [hit] = copy.search(question, [locale, "en"]);
    return `${hit.guide.slug} ${hit.section?.key ?? "overview"}`;
  };
  assert.equal(top("hair injections", "en"), "mesotherapy-for-hair overview");
  assert.equal(top("mesotharapy", "en"), "mesotherapy-for-hair overview");
  assert.equal(top("बाल झड़ने", "hi"), "mesotherapy-for-hair overview");
  assert.deepEqual(copy.search("  '; -- ", ["en"]), []);
  await assert.rejects(client.guide("never-was"), (problem) => problem instanceof Problem && problem.status === 404);
  assert.deepEqual(await sync(client, store), []);
});

/** A page that is seen or not, and a server that tells of releases. Times are a hundredth of what they are in life. */
function watched(t, answers) {
  const listeners = new Set();
  globalThis.document = {
    hidden: false,
    addEventListener: (_, one) => listeners.add(one),
    removeEventListener: (_, one) => listeners.delete(one),
  };
  const seen = { asked: 0, changed: [], told: [] };
  const fake = async () => {
    const answer = answers[Math.min(seen.asked++, answers.length - 1)];
    if (typeof answer === "number") return new Response(JSON.stringify({ number: answer }));
    return new Response("{}", { status: 503, headers: { "Retry-After": answer } });
  };
  const client = new Client("http://server", { fetch: fake });
  const changed = async ({ number }) => {
    seen.changed.push(number);
    if (seen.fails) throw new Error("sync failed");
  };
  seen.watch = watch(client, changed, { seconds: 0.6, asked: (error) => seen.told.push(error?.status ?? error?.message ?? "ok") });
  seen.show = (isShown) => {
    document.hidden = !isShown;
    for (const one of listeners) one();
  };
  t.after(() => {
    seen.watch.stop();
    delete globalThis.document;
  });
  return seen;
}
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

test("a watch tells of a release once, and within its time", async (t) => {
  const seen = watched(t, [7, 7, 8]);
  await pause(0.75);
  assert.deepEqual(seen.changed, [7]);
  await pause(1.25);
  assert.deepEqual(seen.changed, [7, 8]);
  assert.ok(seen.asked >= 3);
});

test("a hidden page asks nothing; when it is seen again it asks at once", async (t) => {
  const seen = watched(t, [7]);
  seen.show(false);
  await pause(1.5);
  assert.equal(seen.asked, 0);
  seen.show(true);
  await pause(0.1);
  assert.deepEqual(seen.changed, [7]);
});

test("after failures a watch waits longer, and as long as the server says", async (t) => {
  const seen = watched(t, ["1", 7]);
  seen.show(true);
  await pause(0.1);
  assert.deepEqual(seen.told, [503]);
  seen.show(true); // not before Retry-After is over
  await pause(0.7);
  assert.equal(seen.asked, 1);
  await pause(1);
  assert.deepEqual(seen.told.slice(0, 2), [503, "ok"]);
});

test("what could not be taken is told of again", async (t) => {
  const seen = watched(t, [7]);
  seen.fails = true;
  seen.show(true);
  await pause(0.1);
  assert.deepEqual([seen.changed, seen.told], [[7], ["sync failed"]]);
  seen.fails = false;
  seen.show(true);
  await pause(0.1);
  seen.show(true);
  await pause(0.1);
  assert.deepEqual([seen.changed, seen.told], [[7, 7], ["sync failed", "ok", "ok"]]);
});

test("a sync for a release passes by what caches keep of before", async () => {
  const addresses = [];
  const fake = async (address) => {
    addresses.push(new URL(address).search);
    return new Response(JSON.stringify(page([], null, "s1")));
  };
  await sync(new Client("http://server", { fetch: fake }), new MemoryStore(), {}, { release: 42 });
  assert.deepEqual(addresses, ["?_=42"]);
});
