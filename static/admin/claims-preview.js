// Marks the claims that the server has found in the draft, so that Wagtail's content checks list them. Only in previews.
const claims = JSON.parse(document.getElementById("claims").textContent);

/** How many phrases were marked that were not before. */
function markAll() {
  let count = 0;
  for (const { phrase, rule, severity } of claims) {
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(phrase);
      if (at >= 0 && !walker.currentNode.parentElement.closest("mark.claim")) found.push([walker.currentNode, at]);
    }
    count += found.length;
    for (const [node, at] of found) {
      const mark = Object.assign(document.createElement("mark"), { className: `claim claim-${severity}` });
      mark.dataset.claim = rule;
      const phraseNode = node.splitText(at);
      phraseNode.splitText(phrase.length);
      phraseNode.replaceWith(mark);
      mark.append(phraseNode);
      for (let part = mark.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
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
