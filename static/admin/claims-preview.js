// Marks the claims that the server has found in the draft, so that Wagtail's content checks list them. Only in previews.
const claims = JSON.parse(document.getElementById("claims").textContent);

const BLOCKS = "p, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6, summary, figcaption, blockquote, div, section, main";

/** The texts of each block, which emphasis and links part: [[node, its place in the block's text], …]. */
function* readBlocks() {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  let block, nodes = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, within = node.parentElement.closest(BLOCKS);
    if (within !== block) {
      if (nodes.length) yield nodes;
      [block, nodes] = [within, []];
    }
    const [last, at] = nodes.at(-1) ?? [{ data: "" }, 0];
    nodes.push([node, at + last.data.length]);
  }
  if (nodes.length) yield nodes;
}

/** The pieces of a block's texts in which a phrase stands: [[node, from, to], …]. */
function find(nodes, phrase) {
  const blank = (text) => text.replace(/\s/g, " ");
  const start = blank(nodes.map(([node]) => node.data).join("")).indexOf(blank(phrase)), end = start + phrase.length;
  if (start < 0) return [];
  return nodes
    .map(([node, at]) => [node, Math.max(0, start - at), Math.min(node.data.length, end - at)])
    .filter(([, from, to]) => from < to);
}

function mark([node, from, to], { phrase, rule, severity, field }) {
  const mark = Object.assign(document.createElement("mark"), { className: `claim claim-${severity}` });
  Object.assign(mark.dataset, { claim: rule, field, words: phrase });
  const piece = node.splitText(from);
  piece.splitText(to - from);
  piece.replaceWith(mark);
  mark.append(piece);
  for (let part = mark.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}

/** How many phrases were marked that were not before. */
function markAll() {
  let count = 0;
  for (const claim of claims) {
    const found = [...readBlocks()].map((nodes) => find(nodes, claim.phrase));
    for (const pieces of found) {
      const fresh = pieces.filter(([node]) => !node.parentElement.closest("mark.claim"));
      count += fresh.length;
      for (const piece of fresh) mark(piece, claim);
    }
  }
  return count;
}

const observer = new MutationObserver(update); // the phone draws itself after this has run
function update() {
  observer.disconnect();
  // What Wagtail's own script says once it can check: checks again, now that there is something to find.
  if (markAll()) parent.postMessage({ wagtail: { type: "w-userbar:axe-ready" } }, location.origin);
  observer.observe(document.querySelector("main"), { childList: true, subtree: true });
}
update();
