// Renders Portable Text with a renderer that we did not write.
// stdin: a JSON list of Portable Text values; stdout: a JSON list of HTML.
import { readFileSync } from "node:fs";
import { toHTML } from "@portabletext/to-html";

const values = JSON.parse(readFileSync(0, "utf8"));
const problems = [];
const html = values.map((value) => toHTML(value, { onMissingComponent: (message) => problems.push(message) }));
process.stdout.write(JSON.stringify({ html, problems }));
