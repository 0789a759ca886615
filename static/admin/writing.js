// Writing help in a guide's form: while somebody types, our server judges the texts of the open tab. What it notes is
// marked in the field, and listed below it.
const PAUSE = 700; // ms after the last letter
const KINDS = ["sentence", "jargon", "frequency"];
const PROSE = /^(title|summary|\w+_lead|(faqs|\w+_blocks)-\d+-value-.*)$/;
// Wagtail's tabs; and Draft.js, which draws rich text.
const OPEN_TAB = ".tab-content > section:not([hidden])";
const RICH = ".public-DraftEditor-content";

const help = document.querySelector("[data-writing]");
const form = document.querySelector("[data-edit-form]");
const marks = new Map(); // field -> kind -> ranges
// A panel that is opened makes the fields narrower.
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) if (echoOf(target)) lay(echoOf(target), target);
});
let timer = 0;
let asked = "";
let asking = new AbortController();

if (help && form) {
  for (const name of ["input", "keyup", "focusout", "change", "drop", "paste", "w-autosave:success"]) {
    form.addEventListener(name, later);
  }
  form.addEventListener("input", ({ target }) => unmark(target));
  document.addEventListener("w-tabs:changed", ({ target }) => {
    showPart(target);
    later();
  });
  // A new guide that is saved begins with no other template.
  document.addEventListener("w-autosave:success", () => {
    document.querySelector("[data-guide-templates]")?.closest("section")?.remove();
  });
  window.addEventListener("load", () => {
    showPart(document.querySelector(OPEN_TAB));
    later();
  });
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

/** The style guide's part for a tab. */
function showPart(tab) {
  const lead = tab?.querySelector("[name$='_lead']");
  const open = lead ? lead.name.replace(/_lead$/, "") : tab?.querySelector("[name=summary]") ? "overview" : "review";
  for (const part of help.querySelectorAll("[data-writing-part]")) part.hidden = part.dataset.writingPart !== open;
}

const isRich = (field) => Boolean(field.draftailEditor);
const boxOf = (field) => (isRich(field) ? field.closest(".w-field__input")?.querySelector(RICH) : field);

/** Fields of the open tab that have prose and are seen: no removed or folded block. */
function findFields() {
  const all = document.querySelector(OPEN_TAB)?.querySelectorAll("textarea[name], input[name]") ?? [];
  return [...all].filter(
    (field) =>
      PROSE.test(field.name) && (isRich(field) || field.matches("textarea, [type=text]")) && boxOf(field)?.offsetParent,
  );
}

/** The nodes of a rich text: [[node, its place in the text], …]. A line break parts its blocks. */
function readNodes(box) {
  const nodes = [];
  let text = "";
  for (const block of box.querySelectorAll("[data-block]")) {
    if (block.querySelector("[data-block]")) continue;
    if (text) text += "\n";
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      nodes.push([walker.currentNode, text.length]);
      text += walker.currentNode.data;
    }
  }
  return { nodes, text };
}

const readText = (field) => (isRich(field) ? readNodes(boxOf(field)).text : field.value);

async function ask() {
  const fields = new Map(findFields().map((field) => [field.name, field]));
  const typed = [...fields.values()].map((field) => {
    const block = field.name.replace(/-value-\w+$/, "");
    const frequency = form.elements.namedItem(`${block}-value-frequency`)?.value;
    return { name: field.name, text: readText(field), ...(frequency && { frequency }) };
  });
  const body = JSON.stringify({ language: help.dataset.language, fields: typed });
  if (body === asked) return;
  asking.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(help.dataset.writing, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      signal: asking.signal,
    });
    if (!answer.ok) return;
    const { notes, age } = await answer.json();
    asked = body;
    help.querySelector("[data-writing-age]").textContent = age;
    for (const [name, field] of fields) show(field, notes[name] ?? []);
  } catch {
    // Without the server there is no advice. The form itself says that it can't be reached.
  }
}

function show(field, notes) {
  unmark(field);
  const place = isRich(field) ? field.closest(".w-field__input") : field.parentElement;
  place.querySelector(":scope > .writing-notes")?.remove();
  if (!notes.length) return;
  const list = help.querySelector("[data-writing-notes]").content.firstElementChild.cloneNode();
  for (const note of notes) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: note.message });
    button.addEventListener("click", () => select(field, note));
    const item = document.createElement("li");
    item.dataset.writingKind = note.kind;
    item.append(button);
    list.append(item);
  }
  place.append(list);
  const nodes = isRich(field) ? readNodes(boxOf(field)).nodes : field.matches("textarea") ? echo(field) : [];
  marks.set(field, Object.groupBy(notes.map((note) => [note.kind, find(nodes, note)]), ([kind]) => kind));
  paint();
}

/** The range of a note, by the nodes in which its words stand. */
function find(nodes, { start, end }) {
  const range = document.createRange();
  for (const [node, at] of nodes) {
    if (start >= at && start <= at + node.length) range.setStart(node, start - at);
    if (end > at && end <= at + node.length) range.setEnd(node, end - at);
  }
  return range;
}

/** A text area shows no marks: they are painted in a copy of its text that lies over it, unseen but for them. */
function echo(field) {
  const copy = Object.assign(document.createElement("div"), { className: "writing-echo", textContent: field.value });
  copy.ariaHidden = "true";
  lay(copy, field);
  field.after(copy);
  sizes.observe(field);
  return [[copy.firstChild, 0]];
}

function lay(copy, field) {
  const style = getComputedStyle(field);
  for (const name of ["font", "padding", "borderWidth", "lineHeight", "letterSpacing", "textAlign", "direction"]) {
    copy.style[name] = style[name];
  }
  copy.style.insetBlockStart = `${field.offsetTop}px`;
  copy.style.left = `${field.offsetLeft}px`;
  copy.style.width = `${field.offsetWidth}px`;
  copy.style.height = `${field.offsetHeight}px`;
}

const echoOf = (field) => field.parentElement?.querySelector(":scope > .writing-echo");

function unmark(field) {
  echoOf(field)?.remove();
  if (marks.delete(field)) paint();
}

function paint() {
  if (!CSS.highlights) return; // an older browser has the list alone
  for (const kind of KINDS) {
    const ranges = [...marks.values()].flatMap((kinds) => kinds[kind] ?? []).map(([, range]) => range);
    CSS.highlights.set(`writing-${kind}`, new Highlight(...ranges));
  }
}

function select(field, note) {
  const box = boxOf(field);
  box.focus();
  if (!isRich(field)) return box.setSelectionRange(note.start, note.end);
  const range = find(readNodes(box).nodes, note);
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
}
