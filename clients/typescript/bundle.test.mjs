// node --test bundle.test.mjs        ARCHIVE is of en, hi and mumbai, made by the server at ADDRESS, whose key is KEY.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { BundleError, load } from "./dist/bundle.js";
import { Client, Copy, MemoryStore, sync } from "./dist/index.js";
import { SQLiteStore } from "./dist/sqlite.js";

const skip = !process.env.ARCHIVE;
const archive = skip ? undefined : new Uint8Array(readFileSync(process.env.ARCHIVE));
const publicKey = process.env.KEY;
const selection = { locales: ["hi", "en"], branch: "mumbai" };

function inFile() {
  const file = new DatabaseSync(":memory:");
  return new SQLiteStore({
    all: (sql, values) => file.prepare(sql).all(...values),
    batch: (statements) => statements.forEach(([sql, values]) => file.prepare(sql).run(...values)),
  });
}
/** A client of the server, and the addresses that it asks. */
function listening() {
  const asked = [];
  const client = new Client(process.env.ADDRESS, { fetch: (address, options) => (asked.push(new URL(address).search), fetch(address, options)) });
  return { client, asked };
}
const sorted = (items) => items.map((one) => JSON.stringify(one)).sort();

for (const [name, make] of Object.entries({ memory: () => new MemoryStore(), SQLite: inFile })) {
  test(`a store in ${name} is filled as by a sync, which goes on from there`, { skip }, async () => {
    const store = make();
    const pictures = new Map();
    assert.equal(await load(store, () => archive, { publicKey, selection, onPicture: (file, bytes) => pictures.set(file, bytes) }), true);
    const copy = await Copy.open(store);
    const [{ document: guide }] = copy.list("guide", ["hi"]);
    const file = guide.hero.sources.find((source) => source.type === "image/webp").srcset.find(({ width }) => width === 480);
    assert.equal(new TextDecoder().decode(pictures.get(file.url.split("/").at(-1)).subarray(0, 4)), "RIFF");
    const { client, asked } = listening();
    assert.deepEqual(await sync(client, store, selection), []);
    assert.equal(asked.length, 1);
    assert.match(asked[0], /^\?sync_token=/);
    const other = new MemoryStore();
    await sync(client, other, selection);
    assert.deepEqual(sorted(await store.list(1)), sorted(await other.list(1)));
  });
}

test("a store that holds anything is left as it is, and the archive unread", { skip }, async () => {
  const store = new MemoryStore();
  await sync(listening().client, store, selection);
  assert.equal(await load(store, () => assert.fail(), { publicKey, selection }), false);
});

/** The archive with one byte changed: at a place, or in the middle of a file. */
function changed(at) {
  const other = archive.slice();
  other[at] ^= 1;
  return other;
}
const find = (words) => Buffer.from(archive).indexOf(words);
const refused = {
  "another key": [() => archive, /not signed by the holder/, { publicKey: generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64") }],
  "no key": [() => archive, /can't be checked/, { publicKey: "guides" }],
  "cut off": [() => archive.subarray(0, archive.length - 1000), /cut off/],
  "cut off at its beginning": [() => archive.subarray(1000), /cut off/],
  "nothing": [() => new ArrayBuffer(0), /cut off/],
  "a page that was changed": [() => changed(find("page.json") + 2000), /page\.json is/],
  "a picture that was changed": [() => changed(find("RIFF") + 100), /pictures\/.* is not as it was signed/],
  "a manifest that was changed": [() => changed(find("manifest.json") + 40), /manifest\.json is damaged|not signed/],
  "a signature that was changed": [() => changed(find("manifest.sig") + 20), /not signed|can't be checked/],
  "a file less": [() => { const other = archive.slice(); other[archive.length - 22 + 10] -= 1; return other; }, /lacks/],
  "another branch": [() => archive, /of en,hi and of the branch mumbai/, { selection: { ...selection, branch: "london" } }],
  "other languages": [() => archive, /by that very selection/, { selection: { branch: "mumbai", locales: ["en"] } }],
  "a portion": [() => archive, /by that very selection/, { selection: { ...selection, text: "html" } }],
};
for (const [name, [make, why, given]] of Object.entries(refused)) {
  test(`${name} is refused, and nothing is kept`, { skip }, async () => {
    const store = new MemoryStore();
    const seen = [];
    const options = { publicKey, selection, onPicture: (file) => seen.push(file), ...given };
    await assert.rejects(load(store, make(), options), (error) => error instanceof BundleError && why.test(error.message));
    assert.deepEqual([await store.readState(), seen], [undefined, []]);
  });
}

test("a platform without WebCrypto or streams gives its own", { skip }, async () => {
  const platform = { verify: () => true, sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) };
  assert.equal(await load(new MemoryStore(), archive, { publicKey: "", selection, platform }), true);
  await assert.rejects(load(new MemoryStore(), archive, { publicKey, selection, platform: { inflate: () => new Uint8Array(1) } }), /damaged/);
});
