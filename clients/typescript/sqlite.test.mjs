// node --test sqlite.test.mjs        The store over SQLite holds what the store in memory holds.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import test from "node:test";
import { Client, Copy, MemoryStore, sync } from "./dist/index.js";
import { SQLiteStore } from "./dist/sqlite.js";

/** Over a file; `fault` may throw at any statement. */
function open(path, fault = () => {}) {
  const file = new DatabaseSync(path);
  return {
    file,
    all: (sql, values) => file.prepare(sql).all(...values),
    batch(statements) {
      file.exec("BEGIN IMMEDIATE");
      try {
        for (const [sql, values] of statements) {
          fault(sql, values);
          file.prepare(sql).run(...values);
        }
        file.exec("COMMIT");
      } catch (error) {
        file.exec("ROLLBACK");
        throw error;
      }
    },
  };
}
const item = (id, version, locale = "en") => ({ type: "guide", id, locale, slug: `${id}'s`, state: "live", version, document: { id, title: `${id} “${version}”` } });
const state = (shown, making, syncToken = null) => ({ selection: "x", syncToken, pageToken: null, recalls: [], shown, making });
const within = (work) => async () => {
  const folder = mkdtempSync(join(tmpdir(), "sqlite-store-"));
  try {
    await work(join(folder, "guides.sqlite3"));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
const sorted = (items) => items.map((one) => JSON.stringify(one)).sort();

test("it answers as the store in memory does, also after a restart", within(async (path) => {
  const stores = [new MemoryStore(), new SQLiteStore(open(path))];
  for (const store of stores) {
    assert.equal(await store.readState(), undefined);
    await store.write([item("a", 1), item("a", 1, "hi"), { ...item("group", 1), type: "group", locale: null }], state(0, 1));
    await store.write([item("a", 2)], state(1, 1, "s1"));
    await store.write([item("b", 1)], state(1, 2, "s1"));
  }
  stores.push(new SQLiteStore(open(path)));
  const [memory, ...others] = stores;
  for (const store of others) {
    assert.deepEqual(await store.readState(), await memory.readState());
    for (const copy of [1, 2, 3]) assert.deepEqual(sorted(await store.list(copy)), sorted(await memory.list(copy)));
    for (const key of [[1, "guide", "a", "hi"], [1, "group", "group", ""], [1, "guide", "b", "en"]]) assert.deepEqual(await store.read(key), await memory.read(key));
  }
  for (const store of stores) await store.write([], state(2, 2, "s2"));
  for (const store of stores) assert.deepEqual([(await store.list(1)).length, (await store.list(2)).length], [0, 1]);
}));

test("a write that fails anywhere changes nothing", within(async (path) => {
  let calls = 0;
  let failing = Infinity;
  const store = new SQLiteStore(open(path, () => {
    if (++calls === failing) throw new Error("disk full");
  }));
  await store.write([item("a", 1), item("b", 1)], state(1, 1, "s1"));
  const before = [await store.readState(), sorted(await store.list(1))];
  for (let step = 1; step <= 4; step++) {
    failing = calls + step;
    await assert.rejects(store.write([item("a", 2), item("c", 1)], state(1, 1, "s2")), /disk full/);
    assert.deepEqual([await store.readState(), sorted(await store.list(1))], before);
  }
  failing = Infinity;
  await store.write([item("a", 2)], state(1, 1, "s2"));
  assert.deepEqual([(await store.readState()).syncToken, (await store.read([1, "guide", "a", "en"])).version], ["s2", 2]);
}));

test("tables that could not be made are made by the next call", within(async (path) => {
  let full = true;
  const store = new SQLiteStore(open(path, () => {
    if (full) throw new Error("disk full");
  }));
  await assert.rejects(store.readState(), /disk full/);
  full = false;
  assert.equal(await store.readState(), undefined);
}));

test("two stores with names of their own share a file; a name is no SQL", within(async (path) => {
  const database = open(path);
  await new SQLiteStore(database, "clinic_a").write([item("a", 1)], state(1, 1));
  assert.equal(await new SQLiteStore(database, "clinic_b").readState(), undefined);
  assert.throws(() => new SQLiteStore(database, "x; DROP TABLE y"), TypeError);
}));

test("a copy of the real server is the same in memory and in SQLite", { skip: !process.env.ADDRESS }, within(async (path) => {
  const client = new Client(process.env.ADDRESS);
  const memory = new MemoryStore();
  const store = new SQLiteStore(open(path));
  for (const each of [memory, store]) await sync(client, each, { locales: ["en", "hi"] });
  const { shown } = await store.readState();
  assert.ok((await store.list(shown)).length > 10);
  assert.deepEqual(sorted(await store.list(shown)), sorted(await memory.list(shown)));
  const reopened = await Copy.open(new SQLiteStore(open(path)));
  assert.ok(reopened.search("does it hurt", ["en"]).length > 0);
}));
