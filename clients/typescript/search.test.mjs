// node --test search.test.mjs        QUESTIONS names a file of [locale, question] pairs, ADDRESS the server that is asked them, too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { Client, Copy, MemoryStore, sync } from "./dist/index.js";
import { Index } from "./dist/search/index.js";

const skip = !process.env.QUESTIONS;
const questions = skip ? [] : JSON.parse(readFileSync(process.env.QUESTIONS, "utf8"));
const client = new Client(process.env.ADDRESS ?? "http://localhost:1");
let copy;
const open = async () => {
  const store = new MemoryStore();
  await sync(client, store);
  return Copy.open(store);
};
test.before(async () => (copy = skip ? undefined : await open()));
const here = (index, question, options) => {
  const { hits, corrected } = index.search(question, options);
  return { corrected, hits: hits.map(({ guide, section, excerpt }) => [guide.id, guide.locale, section?.key ?? "overview", excerpt]) };
};
const there = async (question, parameters) => {
  const { results, corrected } = await client.search(question, parameters);
  return { corrected, hits: results.map(({ guide, key, excerpt }) => [guide.id, guide.locale, key, excerpt]) };
};

test("a copy answers every question as the server does: the same parts, order, excerpts and corrections", { skip }, async () => {
  const indexes = Object.fromEntries(["en", "hi", "ar"].map((locale) => [locale, new Index(copy, locale === "en" ? ["en"] : [locale, "en"])]));
  const differing = [];
  for (const [locale, question] of questions) {
    const [own, server] = [here(indexes[locale], question), await there(question, { locale })];
    if (JSON.stringify(own) !== JSON.stringify(server)) differing.push({ locale, question, own, server });
  }
  assert.ok(questions.length > 150);
  assert.deepEqual(differing, []);
});

test("a branch's own guides alone", { skip }, async () => {
  const [{ id, slug }] = copy.list("branch", ["en"]);
  assert.deepEqual(here(new Index(copy, ["en"]), "hair pain", { branch: id }), await there("hair pain", { locale: "en", branch: slug }));
});
