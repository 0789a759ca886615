// Small helps beside Wagtail's editor.

// A side panel that was left open covers the whole form on a narrow screen: there it begins closed.
if (matchMedia("(max-width: 50em)").matches) {
  try {
    localStorage.removeItem("wagtail:side-panel-open");
  } catch {
    // A browser that keeps nothing remembers no panel.
  }
}

// The preview shows the section whose tab is opened.
document.addEventListener("w-tabs:changed", ({ target }) => {
  const lead = target.querySelector("[name$='_lead']");
  const shown = document.getElementById("w-preview-iframe")?.contentDocument;
  if (lead) shown?.getElementById(lead.name.replace(/_lead$/, ""))?.scrollIntoView();
});

// Of two previews that are under way Wagtail keeps the one that comes first, though another has been chosen since; and
// it does not listen to a choice before it has said that one is loaded.
document.addEventListener("w-preview:loaded", ({ target }) => {
  const chosen = target.querySelector("[data-w-preview-target~='mode']");
  const { src } = target.querySelector("[data-w-preview-target~='iframe']");
  const shown = src && new URL(src).searchParams.get("mode");
  const choose = () => chosen.dispatchEvent(new Event("change", { bubbles: true }));
  if (chosen && shown && shown !== chosen.value) queueMicrotask(choose);
});

// The description of a picture is offered as its alt text.
document.addEventListener("DOMContentLoaded", () => {
  const picture = document.querySelector("#id_hero-chooser [data-chooser-image]");
  const alt = document.querySelector("[name=hero_alt]");
  if (!picture || !alt) return;
  new MutationObserver(() => {
    if (alt.value) return;
    alt.value = (picture.dataset.defaultAltText ?? "").slice(0, alt.maxLength);
    alt.dispatchEvent(new Event("input", { bubbles: true }));
  }).observe(picture, { attributeFilter: ["data-default-alt-text"] });
});

// An address that names a comment leads to it: Wagtail marks the comment, but leaves its panel closed.
addEventListener("load", () => {
  if (!new URLSearchParams(location.search).has("comment")) return;
  document.querySelector("[data-side-panel=comments]")?.dispatchEvent(new Event("open"));
});
