// Runs in a page. The words that a screen says, spoken and unspoken, but for what fields hold.
() => {
  const said = new Set();
  const add = text => { if (text?.trim()) said.add(text.trim().replace(/\s+/g, " ")); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const within = walker.currentNode.parentElement;
    if (!within.closest("script, style, template, textarea, code, kbd, pre, [lang]:not(html), .public-DraftEditor-content")) add(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]"))
    if (element.type !== "hidden") for (const name of ["aria-label", "placeholder", "title", "alt"])
      if (!element.closest("[lang]:not(html)")) add(element.getAttribute(name));
  return [...said];
}
