// A form is sent once, with all that was typed, when it will arrive.
//
// Pressing a button while Wagtail autosaves: the form waits for the autosave, then goes where that has put the page.
// Sent at once, it would make a second page beside the one that the autosave is making, or be told that somebody has
// changed what the autosave has stored meanwhile.
import { handOver } from "./fields.js";
import { words } from "./notices.js";
import { ask } from "./session.js";

const TYPED = "form[data-edit-form], form[data-typed]";
const PATIENCE = 60_000; // ms for an autosave; then the form goes as it is, rather than never
const STEP = 50; // ms

const saving = new WeakSet();
const preparing = new WeakSet();
const ready = new WeakSet();
let sent = new WeakSet();

const isPost = (form) => form.getAttribute("method")?.toLowerCase() === "post";
export const isForLogOut = (form) => form.getAttribute("action") === words.dataset.logOut;

// `onSend(form)` is called as a typed form goes; `onTrouble()` if it can't: it stays as it is, to be sent again.
export function guardSending({ onSend, onTrouble }) {
  document.addEventListener("w-autosave:save", ({ target, defaultPrevented }) => defaultPrevented || saving.add(target));
  for (const name of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(name, ({ target }) => saving.delete(target));
  }
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!isPost(form)) return;
      const isDouble = sent.has(form) || preparing.has(form);
      if (!isDouble && (!form.matches(TYPED) || ready.has(form))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!isDouble) prepare(form, event.submitter, { onSend, onTrouble });
    },
    { capture: true },
  );
  // After all listeners: scripts that send a form in their own way have prevented it, and may send it again.
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && isPost(event.target) && !event.target.getAttribute("target")) sent.add(event.target);
  });
  window.addEventListener("pageshow", () => (sent = new WeakSet())); // the browser went back to this page
}

async function prepare(form, submitter, { onSend, onTrouble }) {
  preparing.add(form);
  const state = await ask();
  const end = Date.now() + PATIENCE;
  while (state === "ours" && saving.has(form) && Date.now() < end) await new Promise((done) => setTimeout(done, STEP));
  preparing.delete(form);
  if (state === "ours") {
    onSend(form);
    send(form, submitter);
  } else {
    if (submitter) submitter.dataset.wProgressLoadingValue = "false";
    onTrouble();
  }
}

function send(form, submitter) {
  handOver(form);
  form.dataset.wAutosaveActiveValue = "false"; // no autosave beside what is being sent
  let pressed;
  if (submitter?.disabled && submitter.name) {
    // A button is disabled while it shows its progress, and a disabled button is not sent.
    const { name, value } = submitter;
    pressed = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(pressed);
  }
  ready.add(form);
  form.requestSubmit(submitter?.disabled ? undefined : submitter);
  ready.delete(form);
  if (!sent.has(form)) pressed?.remove(); // a script sends it in its own way, or the browser has found an error
}
