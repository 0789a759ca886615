// Renders Portable Text with a renderer that we did not write, told what our subset has besides its own.
// stdin: a JSON list of Portable Text values; stdout: a JSON list of HTML.
import { readFileSync } from "node:fs";
import { escapeHTML, toHTML, uriLooksSafe } from "@portabletext/to-html";

const components = {
  marks: {
    sup: ({ children }) => `<sup>${children}</sup>`,
    sub: ({ children }) => `<sub>${children}</sub>`,
    link: ({ children, value }) => {
      if (!uriLooksSafe(value.href)) return children;
      const guide = value.guide ? ` data-guide="${escapeHTML(value.guide)}"` : "";
      return `<a href="${escapeHTML(value.href)}"${guide}>${children}</a>`;
    },
  },
  unknownMark: ({ children }) => children,
  unknownType: () => "",
};
const values = JSON.parse(readFileSync(0, "utf8"));
const problems = [];
const options = { components, onMissingComponent: (message) => problems.push(message) };
const html = values.map((value) => toHTML(value, options));
process.stdout.write(JSON.stringify({ html, problems }));
