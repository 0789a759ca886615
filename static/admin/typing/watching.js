// Wagtail compares a form twice a second with what was saved (w-unsaved), and autosaves (w-autosave). What would slip
// through is noticed here.
export const TYPING = ["beforeinput", "keydown", "pointerdown"];

const find = (form, name) => window.wagtail.app.getControllerForElementAndIdentifier(form, name);

export const isEdited = (form) => Boolean(find(form, "w-unsaved")?.hasEditsValue);

// Compare now.
export const look = (form) => find(form, "w-unsaved")?.check();

// Autosave, if the form has it and anything is to be saved.
export function saveNow(form) {
  if (isEdited(form)) find(form, "w-autosave")?.save(new CustomEvent("w-unsaved:add"));
}

export function watch(form) {
  if (!form.matches("[data-controller~=w-unsaved]")) warnOnLeaving(form);
  compareWithWhatWasSaved(form);
  goOnAfterRefusal(form);
}

function warnOnLeaving(form) {
  const { dataset } = form;
  dataset.controller = [dataset.controller, "w-unsaved"].filter(Boolean).join(" ");
  dataset.action = [dataset.action, "w-unsaved#submit beforeunload@window->w-unsaved#confirm"].filter(Boolean).join(" ");
  dataset.wUnsavedConfirmationValue = "true";
}

// Wagtail takes for saved what the form holds two seconds after it was opened, and after an autosave: also what was typed
// meanwhile.
function compareWithWhatWasSaved(form) {
  let saved;
  let sent;
  const unsaved = () => find(form, "w-unsaved");
  const compare = () => {
    if (saved !== undefined) unsaved().initialFormData = unsaved().previousFormData = saved;
  };
  const begin = ({ target }) => {
    if (!unsaved() || !target.closest("input, select, textarea, [contenteditable]")) return;
    for (const name of TYPING) form.removeEventListener(name, begin, { capture: true });
    if (saved !== undefined) return;
    saved = unsaved().formData;
    if (!unsaved().initialFormData) compare();
  };
  for (const name of TYPING) form.addEventListener(name, begin, { capture: true });
  form.addEventListener("w-unsaved:watch-edits", compare);
  form.addEventListener("w-autosave:save", () => (sent = unsaved().formData));
  form.addEventListener("w-autosave:success", ({ detail }) => {
    saved = update(sent, unsaved().formData, Object.keys(detail.data.field_updates ?? {}));
  });
}

// What was sent, with the fields that the server has changed since.
function update(sent, now, changed) {
  const [before, after] = [new URLSearchParams(sent), new URLSearchParams(now)];
  for (const name of changed) if (before.has(name) && after.has(name)) before.set(name, after.get(name));
  return before.toString();
}

// In a form that was refused and is shown again, Wagtail doesn't look for further edits.
function goOnAfterRefusal(form) {
  form.addEventListener("w-unsaved:ready", () => {
    const unsaved = find(form, "w-unsaved");
    if (unsaved.checkInterval) return;
    unsaved.initialFormData = unsaved.previousFormData = unsaved.formData;
    unsaved.checkInterval = setInterval(unsaved.check, unsaved.checkIntervalValue);
  });
}
