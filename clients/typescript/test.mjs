// node --test test.mjs        ADDRESS names a running server for the tests that need one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Client, Copy, is, MemoryStore, Problem, renderBlock, sync, toHTML, watch } from "./dist/index.js";

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

test("what a later server sends is found and drawn", async () => {
  const future = JSON.parse(readFileSync(new URL("../conformance/from-the-future.json", import.meta.url), "utf8"));
  const client = new Client("http://server", { fetch: async () => Response.json(future.sync) });
  const store = new MemoryStore();
  await sync(client, store);
  const copy = await Copy.open(store);
  const [{ document: guide }] = copy.list("guide", ["fr"]);
  assert.deepEqual([guide.body_area, guide.sections.at(-1).key], ["feet", "outlook"]);
  const step = guide.sections.find((section) => is(section, "key", "process")).blocks.find((block) => is(block, "type", "step"));
  assert.match(toHTML(step.value.text.portable_text), /^<p>(?!.*undefined).+<\/p>$/);
  assert.equal(copy.search("outlook", ["fr"])[0].section.key, "outlook");
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
const until = async (isTrue) => {
  for (let n = 0; n < 200 && !isTrue(); n++) await pause(0.01);
};
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
  await until(() => seen.told.length === 1);
  assert.deepEqual([seen.changed, seen.told], [[7], ["sync failed"]]);
  seen.fails = false;
  seen.show(true);
  await until(() => seen.told.length === 2);
  seen.show(true);
  await until(() => seen.told.length === 3);
  assert.deepEqual([seen.changed, seen.told], [[7, 7], ["sync failed", "ok", "ok"]]);
});

test("a sync for a release passes by what caches keep of before", async () => {
  const addresses = [];
  const fake = async (address) => {
    addresses.push(new URL(address).search);
    return Response.json({ items: [], next_page_token: null, next_sync_token: "s1", recalls: [] });
  };
  await sync(new Client("http://server", { fetch: fake }), new MemoryStore(), {}, { release: 42 });
  assert.deepEqual(addresses, ["?_=42"]);
});
