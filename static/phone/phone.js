/** The phone: shows what is kept at once, then asks for what changed. */
import { h } from "./dom.js";
import { choices, choose, draft, languagesWith, pickLocale, setup } from "./first.js";
import { client, openCopy, update } from "./keeping.js";
import { notice, showDate, words } from "./parts.js";
import * as screens from "./screens.js";
import { watch } from "./treatment-guides.js";

const main = document.getElementById("main");
const status = document.getElementById("status");

const page = { ...setup, copy: undefined, branch: undefined, group: setup.group, refresh, places: new Map(), cards: new Map() };
page.locale = draft?.locale ?? pickLocale();

function say(message) {
  status.textContent = message;
}

async function refresh() {
  await load();
  await show();
}

async function load() {
  page.copy = await openCopy();
  page.chain = [...new Set([page.locale, setup.group.default_locale])];
  page.group = page.copy?.list("group")[0]?.document ?? setup.group;
  page.branch = page.copy && choices.branch ? page.copy.find("branch", choices.branch, page.chain)?.document : undefined;
}

let shows = 0;

async function show({ focus = false } = {}) {
  const turn = ++shows;
  const [, name = "", key = "", section = ""] = location.hash.split("/").map(decodeURIComponent);
  const focused = document.activeElement;
  frame();
  let nodes;
  if (draft) nodes = screens.guideScreen(page, draft, "");
  else if (!page.copy) nodes = [h("h1", {}, setup.group.name), h("p", { role: "status" }, words(page).loading)];
  else if (name === "guides") nodes = await screens.guide(page, key, section);
  else if (name === "search") nodes = await screens.results(page, key);
  else if (name === "branches") nodes = screens.branches(page);
  else nodes = name === "" ? screens.browse(page) : screens.missing(page);
  if (turn !== shows) return; // somebody has gone on while it was fetched
  const open = [...main.querySelectorAll("details[id][open]")].map((part) => part.id);
  main.replaceChildren(...nodes.flat(Infinity).filter(Boolean));
  if (!focus) {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (main.contains(focused)) focused.focus({ preventScroll: true });
  }
  const heading = main.querySelector("h1");
  document.title = name ? `${heading.textContent} – ${page.group.name}` : page.group.name;
  if (section) document.getElementById(section)?.scrollIntoView();
  if (focus) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: Boolean(section) });
  }
}

/** Language, direction, and the words around the screen. */
function frame() {
  const { direction } = setup.languages.find((language) => language.code === page.locale);
  Object.assign(document.documentElement, { lang: page.locale, dir: direction });
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = words(page)[node.dataset.say];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words(page)[node.dataset.label]);
  const [, name = ""] = location.hash.split("/");
  for (const link of document.querySelectorAll("nav.tabs a")) {
    const own = link.hash.split("/")[1] ?? "";
    if (own === name || (own === "" && name !== "branches")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Ask for what changed, and show it. `release`: the one that it was heard of by. */
async function bringUpToDate(release) {
  if (!(await update(languagesWith(page.locale), { onCards: showCards, release: release?.number }))) return;
  if (!isTyping() && !showsAnswer()) return await refresh();
  await load(); // for the next screen
  if (isTyping()) say(words(page).updates_ready);
  warn();
}

/** What somebody types or reads stays. A recall of the guide that they read is shown all the same. */
function warn() {
  const [, name, key] = location.hash.split("/").map(decodeURIComponent);
  const guide = name === "guides" && page.copy.find("guide", key, page.chain);
  for (const shown of main.querySelectorAll(":scope > .recall")) shown.remove();
  if (guide) main.prepend(...page.copy.recallsOf(guide.id).map((recall) => notice(page, recall)));
}

let isCutOff = false;

/** After each question: says so where nothing answers, and takes it back. */
function noteAnswer(error) {
  if (error) {
    say(page.copy && !page.copy.partial ? words(page).offline : words(page).first_needs_network);
    screens.prepareSearch(page);
  } else if (isCutOff) say("");
  isCutOff = Boolean(error);
}

const tryToUpdate = () => bringUpToDate().then(() => noteAnswer(), noteAnswer);

async function showCards() {
  await load();
  if (!isTyping() && !showsAnswer()) await show();
}

/** Whether a guide or hits stand here that came from the server, since the copy had none: they stay as they are. */
function showsAnswer() {
  return page.copy?.partial && main.querySelector("article, .hits") !== null;
}

function isTyping() {
  return main.contains(document.activeElement) && document.activeElement.matches("input, textarea");
}

function languageChoice() {
  const select = document.getElementById("language");
  select.value = page.locale;
  select.addEventListener("change", () => {
    page.locale = select.value;
    choose({ locale: select.value, languages: [...new Set([...choices.languages, select.value])] });
    page.places.clear();
    refresh().then(tryToUpdate);
  });
}

async function start() {
  languageChoice();
  addEventListener("offline", () => screens.prepareSearch(page));
  addEventListener("hashchange", () => {
    page.places.clear();
    show({ focus: true });
  });
  await refresh();
  if (draft) return;
  const updating = tryToUpdate();
  showDate(page, 0); // the first date takes a slow phone 100 ms: have them while it waits for the network
  await updating;
  // Last: it fetches the shell once more, and the guides would have to share a slow connection with that.
  navigator.serviceWorker?.register("/app/sw.js", { scope: "/app/" }).catch(() => {});
  watch(client, bringUpToDate, { seconds: setup.seconds_between, asked: noteAnswer });
}

start();
