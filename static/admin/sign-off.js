// A part of sign-off is fetched when it is opened: what was not on the screen can't be signed. Without this script,
// a link opens it.
const show = async (fold) => {
  const { address } = fold.dataset;
  const body = fold.querySelector(".sign-off-body");
  if (!fold.open || !address) return;
  fold.dataset.address = ""; // once
  body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    body.innerHTML = await answer.text();
  } catch {
    fold.dataset.address = address; // the link is still there, and so is another try
  }
  body.removeAttribute("aria-busy");
};

// A part is signed or sent back: whoever writes what should change takes the tick away.
const leaveUnsigned = ({ value }, tick) => {
  if (!value.trim() || !tick?.checked) return;
  tick.checked = false;
  tick.dispatchEvent(new Event("input", { bubbles: true })); // the box that ticks all looks at the others
};

// A frame is as high as what it shows.
const fit = (frame) => {
  const { URL: address, documentElement: root } = frame.contentDocument;
  if (address !== "about:srcdoc" || !root) return; // not loaded yet
  new ResizeObserver(() => (frame.style.blockSize = `${root.offsetHeight}px`)).observe(root);
};

const isPage = (one) => one.matches?.("iframe.sign-off-page");
document.addEventListener("toggle", ({ target }) => target.matches(".sign-off-fold") && show(target), { capture: true });
document.addEventListener("load", ({ target }) => isPage(target) && fit(target), { capture: true });
for (const frame of document.querySelectorAll("iframe.sign-off-page")) fit(frame);
const leaveUnsignedBy = (text) => leaveUnsigned(text, text.closest(".sign-off-body").querySelector("[name=sign]"));
document.addEventListener("input", ({ target }) => target.matches(".sign-off-body textarea") && leaveUnsignedBy(target));
document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-w-bulk-target=all]")) document.querySelectorAll(".sign-off-body textarea").forEach(leaveUnsignedBy);
});
