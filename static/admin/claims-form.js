// Leads from a claim to the words in the form, and names its words in Wagtail's content checks.

/** The element of a field in which the words stand; else its first element. */
function findElement(field, words) {
  const elements = [...document.querySelectorAll(`[data-contentpath="${CSS.escape(field)}"]`)]
    .flatMap((part) => [...part.querySelectorAll("textarea, input:not([type=hidden]), [contenteditable=true]")])
    .filter((element) => !element.closest("template") && element.type !== "hidden");
  const plain = (text) => (text ?? "").replace(/\s+/g, " ");
  const has = (element) => plain(element.value ?? element.textContent).includes(plain(words));
  return elements.find(has) ?? elements[0];
}

/** Opens what hides the words, and puts the cursor there. Whether they were found. */
function go(field, words) {
  const element = field && findElement(field, words);
  if (!element) return false;
  const tab = element.closest("[role=tabpanel]");
  if (tab?.hidden) document.querySelector(`[role=tab][aria-controls="${CSS.escape(tab.id)}"], [role=tab][href="#${CSS.escape(tab.id)}"]`)?.click();
  for (let hidden = element.closest("[hidden]"); hidden; hidden = hidden.parentElement.closest("[hidden]")) {
    document.querySelector(`[data-panel-toggle][aria-controls="${CSS.escape(hidden.id)}"]`)?.click();
  }
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
  return true;
}

/** The marked phrase in the draft that a row of the checks is about, if it is about one. */
function findMark(selector) {
  if (!/\bmark\b/.test(selector)) return null;
  const draft = document.getElementById("w-preview-iframe")?.contentDocument;
  return draft?.querySelector(selector)?.closest("mark[data-words]");
}

/** Each row of the checks shows a selector as its place: of a claim, its words are shown. */
function name(panel) {
  for (const text of panel.querySelectorAll("[data-content-checker-selector-text]")) {
    const mark = findMark(text.textContent);
    if (!mark) continue;
    Object.assign(text.closest("button").dataset, { claimField: mark.dataset.field, claimWords: mark.dataset.words });
    text.textContent = `“${mark.dataset.words}”`;
  }
}

const panel = document.querySelector("[data-checks-panel]");
if (panel) {
  const observer = new MutationObserver(() => name(panel));
  observer.observe(panel, { childList: true });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-claim-field]");
  if (!link || !go(link.dataset.claimField, link.dataset.claimWords)) return;
  event.preventDefault();
  event.stopPropagation(); // Wagtail would open the preview in a new tab
}, true);
