// Runs in a page. The words that a screen says, spoken and unspoken, but for what fields hold, what stands in a language of
// its own, and what blocks show of their fields.
() => {
  // What Wagtail has and never shows; and what it says in English to everybody, or in the language of whoever came first.
  const NEVER_SHOWN = "script, style, template, iframe, .xdsoft_save_selected, .w-side-panel-toggle__counter[hidden]";
  const OF_WAGTAIL = "section[data-controller='w-formset'] :is(th, label), #w-slim-header-buttons";
  const OF_FIELDS = "textarea, code, kbd, pre, .public-DraftEditor-content, .c-sf-block__title, [lang]:not(html)";
  const said = new Set();
  const add = text => { if (text?.trim()) said.add(text.trim().replace(/\s+/g, " ")); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const within = walker.currentNode.parentElement;
    if (!within.closest(`${NEVER_SHOWN}, ${OF_FIELDS}`) && !within.matches(OF_WAGTAIL)) add(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]"))
    if (element.type !== "hidden" && !element.matches(OF_WAGTAIL))
      for (const name of ["aria-label", "placeholder", "title", "alt"])
        if (!element.closest("[lang]:not(html)")) add(element.getAttribute(name));
  return [...said];
}
