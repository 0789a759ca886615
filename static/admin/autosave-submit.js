// Pressing a button while Wagtail autosaves: the form waits for the autosave, then goes where that has put the page.
// Sent at once, it would make a second page beside the one that the autosave is making, or be told that its slug is taken.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  const PATIENCE = 15_000; // ms; then the form goes as it is, rather than never
  let isSaving = false;
  let isHeld = false;
  let isSent = false;

  const release = () => {
    if (!isHeld || isSent) return;
    isSent = true;
    form.requestSubmit();
  };

  form.addEventListener("w-autosave:save", () => (isSaving = true));
  for (const name of ["w-autosave:success", "w-autosave:error"]) {
    form.addEventListener(name, () => {
      isSaving = false;
      // What was typed meanwhile starts the next autosave before this runs.
      setTimeout(() => isSaving || release(), 50);
    });
  }

  form.addEventListener(
    "submit",
    (event) => {
      if (isSaving && !isSent) {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (isHeld) return;
        isHeld = true;
        // The button is disabled while it shows its progress, and a disabled button is not sent.
        const { name, value } = event.submitter ?? {};
        if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
        setTimeout(release, PATIENCE);
        return;
      }
      form.dataset.wAutosaveActiveValue = "false"; // no autosave beside what is being sent
    },
    { capture: true },
  );
});
