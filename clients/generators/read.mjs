import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as hey from "./made/zod.gen.js";
import * as orval from "./made/orval.js";

const answers = JSON.parse(readFileSync(new URL("../conformance/from-the-future.json", import.meta.url), "utf8"));
// Answer -> hey-api's schema, orval's. orval makes schemas of operations alone, and a problem is the answer of none.
const schemas = {
  getGuide: [hey.zGuideDocument, orval.getGuideResponse],
  getSection: [hey.zSectionDetail, orval.getSectionResponse],
  search: [hey.zSearchDocument, orval.searchResponse],
  sync: [hey.zSyncPageDocument, orval.syncResponse],
  getVocabulary: [hey.zVocabularyDocument, orval.getVocabularyResponse],
  problem: [hey.zProblemDocument],
};

for (const [name, answer] of Object.entries(answers)) {
  for (const schema of schemas[name]) schema.parse(answer);
}
for (const schema of schemas.getGuide) {
  const blocks = schema.parse(answers.getGuide).sections.flatMap((section) => section.blocks);
  // What is not known is kept: of a step its phase, of what is newer its raw value.
  assert.deepEqual(blocks.find((block) => block.type === "step").value.phase, "between");
  assert.equal(blocks.at(-1).value.beams, 3);
}
