// Renders a JSON list of Portable Text values (stdin) by this client: a JSON list of { html, text }.
import { readFileSync } from "node:fs";
import { toHTML, toText } from "./dist/index.js";

const values = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(values.map((value) => ({ html: toHTML(value), text: toText(value) }))));
