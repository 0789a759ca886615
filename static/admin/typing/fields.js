// The fields of a form: what was typed, and how it comes back.

// How the rich-text editor marks comments. They are not part of the text.
const OF_COMMENTS = /^(COMMENT-|STYLE_RERENDER_)/;

// The rich-text editor writes into its field a quarter of a second after the last letter; this does it now.
export function handOver(form) {
  for (const field of form.elements) {
    const state = field.draftailEditor?.getEditorState();
    if (!state?.getUndoStack().size) continue; // nothing was typed
    const content = window.Draftail.serialiseEditorStateToRaw(state);
    for (const block of content?.blocks ?? []) {
      block.inlineStyleRanges = block.inlineStyleRanges.filter(({ style }) => !OF_COMMENTS.test(style));
    }
    field.rawContentState = content;
    field.value = JSON.stringify(content);
  }
}

// Pairs of name and value, as they would be sent. No file, token or password.
export function readTyped(form) {
  handOver(form);
  const secret = new Set(["csrfmiddlewaretoken"]);
  for (const { name } of form.querySelectorAll("input[type=password]")) secret.add(name);
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !secret.has(name));
}

// Whether its fields can be filled here. Streams and rich text are drawn by the server.
export const isPlain = (form) => !form.dataset.wAutosaveIntervalValue;

// Returns whether anything differs from what the form holds.
export function restore(form, fields, { isTrial = false } = {}) {
  return isPlain(form) ? fill(form, fields, isTrial) : sendAsDraft(form, fields);
}

function fill(form, fields, isTrial) {
  const typed = new Map(fields);
  let differs = false;
  for (const field of form.elements) {
    if (!field.matches("textarea, select, input:not([type=hidden], [type=file], [type=password], [type=submit])")) continue;
    const isTick = field.matches("[type=checkbox], [type=radio]");
    // A box of a list is a decision about what is on the screen now, as in sign-off.
    if (field.matches("[type=radio], [data-w-bulk-target]") || !(isTick || typed.has(field.name))) continue;
    const [now, then] = isTick ? [field.checked, typed.has(field.name)] : [field.value, typed.get(field.name)];
    if (now === then) continue;
    differs = true;
    if (isTrial) continue;
    if (isTick) field.checked = then;
    else field.value = then;
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return differs;
}

// The server draws the form again, and tells what others have changed since.
function sendAsDraft(form, fields) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.getAttribute("action") || location.href;
  const token = form.elements.namedItem("csrfmiddlewaretoken").value;
  for (const [name, value] of [["csrfmiddlewaretoken", token], ...fields]) {
    again.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(again);
  again.requestSubmit();
  return true;
}
