// Share and embed: what is chosen is shown at once, and a button copies what stands beside it.
const choice = document.getElementById("embed-choice");
const said = document.querySelector(".embed-said");

choice.addEventListener("change", () => choice.requestSubmit());
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const code = button.parentElement.querySelector("textarea");
  code.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(code.value).catch(() => document.execCommand("copy"));
  else document.execCommand("copy");
  said.textContent = said.dataset.copied;
});
