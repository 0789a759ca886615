// An app's first lines, whole. In an empty folder: npm init -y; npm install treatment-guides; node quickstart.mjs ADDRESS
import { DatabaseSync } from "node:sqlite";
import { Client, Copy, is, sync, toText } from "treatment-guides";
import { SQLiteStore } from "treatment-guides/sqlite";

// 1. Where the copy is kept: a file that outlives the app. In a browser: new IndexedDBStore().
const file = new DatabaseSync("guides.sqlite3");
const store = new SQLiteStore({
  all: (sql, values) => file.prepare(sql).all(...values),
  batch(statements) {
    file.exec("BEGIN IMMEDIATE");
    try {
      for (const [sql, values] of statements) file.prepare(sql).run(...values);
      file.exec("COMMIT");
    } catch (error) {
      file.exec("ROLLBACK");
      throw error;
    }
  },
});

// 2. Everything once, then only what changed. Without a network, what is kept is shown.
const changed = await sync(new Client(process.argv[2]), store, { locales: ["en"] }).catch(() => []);
const copy = await Copy.open(store);
console.log(`${changed.length} changed, ${copy.list("guide", ["en"]).length} guides kept`);

// 3. A guide, with its recalls first and its texts in words.
const guide = copy.find("guide", "mesotherapy-for-hair", ["en"]);
for (const recall of copy.recallsOf(guide.id)) console.log("RECALLED:", recall.reason);
for (const section of guide.document?.sections ?? [])
  for (const block of section.blocks.filter((one) => is(one, "type", "step"))) console.log("-", toText(block.value.text.portable_text));

// 4. What patients ask, found without a network.
for (const hit of copy.search("does it hurt", ["en"], 3)) console.log("found:", hit.guide.title);
