// What is typed in the admin is not lost: it is kept in this browser until it is saved, and offered again.
//
// watching.js notices edits -> keeping.js stores fields.js in the browser; sending.js sends a form once and whole;
// session.js asks whether the session lasts; notices.js says what to do.
import { handOver, isPlain, readTyped, restore } from "./fields.js";
import { find, forget, forgetAll, keep, setAside } from "./keeping.js";
import { hide, show, words } from "./notices.js";
import { guardSending, isForLogOut } from "./sending.js";
import { ask } from "./session.js";
import { isEdited, look, saveNow, TYPING, watch } from "./watching.js";

// In the tab's storage: what was sent last, until an answer shows that it has arrived.
const SENT = "typing:sent";
// A form that was refused, and shows what was typed.
const REFUSED = "[data-w-unsaved-force-value=true]";
const PAUSE = 5_000; // ms until the server is asked again
const TROUBLES = ["ended", "other", "offline"];
const user = words?.dataset.user;
let trouble = "";
let timer = 0;
let failures = 0;
let isAsking = false;

if (user) {
  forgetWhatHasArrived();
  document.querySelectorAll("form[data-edit-form], form[data-typed]").forEach(start);
  guardSending({ onSend: (form) => noteSent(addressOf(form)), onTrouble: lookAgain });
  document.addEventListener("submit", ({ target }) => isForLogOut(target) && forgetAll(user), { capture: true });
  for (const name of ["online", "focus"]) window.addEventListener(name, () => trouble && lookAgain());
} else {
  sessionStorage.removeItem(SENT); // this is the log-in: what was sent has not arrived
}

function addressOf(form) {
  const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
  return `${user}:${pathname}${search}`;
}

function noteSent(address) {
  sessionStorage.setItem(SENT, address);
}

// A form that was saved is answered by a redirect. Without one it is on the screen again, or something went wrong.
function forgetWhatHasArrived() {
  const sent = sessionStorage.getItem(SENT);
  const [{ type, redirectCount }] = performance.getEntriesByType("navigation");
  sessionStorage.removeItem(SENT);
  if (sent && type === "navigate" && redirectCount > 0) forget(sent);
}

function start(form) {
  let keptAt = ""; // the autosave of a new page gives its form another address
  const forgetNow = () => {
    if (keptAt) forget(keptAt);
    keptAt = "";
  };
  let isTouched = form.matches(REFUSED); // fields that are drawn late look like edits
  const keepNow = () => {
    if (!isTouched) return;
    const address = addressOf(form);
    if (keptAt !== address) forgetNow();
    if (keep(address, readTyped(form))) keptAt = address;
  };
  offer(form);
  watch(form);
  for (const name of TYPING) form.addEventListener(name, () => (isTouched = true), { capture: true, once: true });
  form.addEventListener("w-unsaved:add", keepNow); // it was edited
  form.addEventListener("w-unsaved:clear", forgetNow); // it is saved, or as it was
  form.addEventListener("w-autosave:success", () => {
    failures = 0;
    if (trouble) lookAgain();
  });
  form.addEventListener("w-autosave:error", (event) => {
    if (!["network_error", "server_error"].includes(event.detail.type)) return;
    event.detail.text = words.dataset.paused;
    lookAgain();
  });
  window.addEventListener("beforeunload", () => handOver(form) || look(form), { capture: true });
  window.addEventListener("pagehide", () => isEdited(form) && keepNow());
}

// What was kept, and is neither saved nor on the screen.
function offer(form) {
  if (form.matches(REFUSED)) return; // it is on the screen
  const aside = setAside(addressOf(form));
  const found = find(aside);
  if (!found) return;
  if (isPlain(form) && !restore(form, found.fields, { isTrial: true })) return forget(aside);
  show("kept", {
    moment: found.at,
    restore() {
      if (isPlain(form)) forget(aside);
      else noteSent(aside);
      restore(form, found.fields);
    },
    forget: () => forget(aside),
  });
}

async function lookAgain() {
  if (isAsking) return;
  isAsking = true;
  const state = await ask();
  isAsking = false;
  trouble = TROUBLES.includes(state) ? state : "";
  TROUBLES.filter((name) => name !== trouble).forEach(hide);
  if (trouble) show(trouble);
  // Whoever logs in elsewhere comes back to this page, which then has the focus.
  clearTimeout(timer);
  if (trouble === "offline") timer = setTimeout(lookAgain, PAUSE);
  // At once the first time, since the form's token may only have been out of date.
  if (!trouble) setTimeout(() => document.querySelectorAll("form[data-edit-form]").forEach(saveNow), PAUSE * failures++);
}
