/** Makes elements of what the server gives as data. No HTML is parsed, so Trusted Types forbid it nothing. */

/** A text, or [tag, attributes, ...nodes]. */
export type TreeNode = string | [tag: string, attributes: Record<string, string>, ...children: TreeNode[]];

const TAGS =
  /^(a|abbr|address|article|aside|b|br|cite|dd|details|div|dl|dt|em|figcaption|figure|footer|h[2-6]|header|i|img|li|ol|p|picture|section|source|span|strong|sub|summary|sup|time|ul)$/;
const ATTRIBUTES =
  /^(alt|aria-label|class|data-click|datetime|decoding|dir|height|href|hreflang|lang|loading|open|part|referrerpolicy|role|sizes|src|srcset|start|title|type|width)$/;
const SAFE = /^(https?:|mailto:|tel:)/i;

/** What is not known is left out, its text is kept. */
export function build(node: TreeNode): Node {
  if (!Array.isArray(node)) return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  if (!TAGS.test(tag)) {
    const kept = document.createDocumentFragment();
    kept.append(...children.map(build));
    return kept;
  }
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (ATTRIBUTES.test(name) && (!/^(href|src)$/.test(name) || SAFE.test(value))) made.setAttribute(name, value);
  made.append(...children.map(build));
  return made;
}
