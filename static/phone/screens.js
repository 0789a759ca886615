/** The screens: each takes the page's state and gives nodes. */
import { renderBlock } from "./treatment-guides.js";
import { bdi, fill, h, html } from "./dom.js";
import { choices, choose } from "./first.js";
import { client, TEXT } from "./keeping.js";
import { contacts, facts, factsOf, mistakes, notice, picture, price, review, span, words } from "./parts.js";

const guideLink = (guide, section) => `#/guides/${guide.slug}${section ? `/${section}` : ""}`;

export function browse(page) {
  const say = words(page);
  const guides = page.copy.list(page.copy.partial ? "card" : "guide", page.chain).map((item) => item.document);
  const offered = offeringsOf(page);
  const shown = inPlace(page, page.branch ? guides.filter((guide) => offered.has(guide.id)) : guides);
  const gone = page.copy.list("guide", page.chain, false).filter((item) => item.state === "recalled");
  return [
    h("h1", {}, say.guides),
    search(page),
    gone.map((item) => h("section", { class: "gone" }, notice(page, item.notice))),
    shown.length
      ? h("ul", { class: "cards" }, shown.map((guide, index) => keptCard(page, guide, offered.get(guide.id), index)))
      : h("p", {}, page.branch ? say.none_here : say.none),
  ];
}

/** While more comes, what stands on the screen stays where it is. */
function inPlace({ places }, guides) {
  const placeOf = (guide) => places.get(guide.id) ?? Infinity;
  const sorted = [...guides].sort((one, other) => (placeOf(one) === placeOf(other) ? 0 : placeOf(one) - placeOf(other)));
  sorted.forEach((guide, place) => places.set(guide.id, place));
  return sorted;
}

/** The same node as before where it would say the same: its picture would else be drawn anew. */
function keptCard(page, guide, offering, index) {
  const { id, version } = guide;
  const recalled = page.copy.recallsOf(id).length;
  const said = JSON.stringify([page.locale, version, offering, recalled, choices.seen[id], index < 2]);
  const kept = page.cards.get(id);
  if (kept?.said === said) return kept.node;
  const node = card(page, guide, offering, index);
  page.cards.set(id, { said, node });
  return node;
}

function card(page, guide, offering, index) {
  const say = words(page);
  const values = guide.facts ?? factsOf(guide);
  const seen = choices.seen[guide.id];
  return h("li", { class: "card", ...inItsLanguage(page, guide) },
    h("div", { class: "card-picture" }, picture(guide.hero, "(min-width: 44rem) 20rem, 92vw", index < 2 ? "eager" : "lazy")),
    h("div", { class: "card-body" },
      guide.category && h("p", { class: "tg-tag" }, guide.category.name),
      h("h2", { class: "card-title" }, h("a", { href: guideLink(guide) }, guide.title)),
      page.copy.recallsOf(guide.id).length ? h("p", { class: "badge stop" }, say.recalled_part) : null,
      seen && seen < guide.version ? h("p", { class: "badge" }, say.updated) : null,
      h("p", {}, guide.summary), price(page, offering)),
    h("ul", { class: "chips" },
      values.minutes_per_session && h("li", {}, fill(say.minutes, { n: span(values.minutes_per_session) })),
      values.sessions_needed && h("li", {}, fill(say.n_sessions, { n: span(values.sessions_needed) }))));
}

/** Attributes of words that may be in another language than the screen's. */
function inItsLanguage(page, { locale }) {
  return { lang: locale, dir: page.languages.find((language) => language.code === locale)?.direction };
}

function search(page, question = "") {
  const say = words(page);
  const go = (event) => {
    event.preventDefault();
    location.hash = `#/search/${encodeURIComponent(new FormData(event.target).get("q"))}`;
  };
  return h("form", { role: "search", class: "search", submit: go },
    h("label", { for: "q", class: "hidden" }, say.search),
    h("input", { id: "q", name: "q", type: "search", value: question, placeholder: say.search_for, maxlength: 200, enterkeyhint: "search" }),
    h("button", { class: "button" }, say.search));
}

export async function results(page, question) {
  const say = words(page);
  const hits = await find(page, question);
  return [
    h("h1", {}, say.search),
    search(page, question),
    hits.corrected && h("p", { role: "status" }, fill(say.corrected, { words: hits.corrected })),
    hits.offline && h("p", { class: "small", role: "status" }, say.searched_offline),
    hits.found.length
      ? h("ol", { class: "hits" }, hits.found.map((hit) => h("li", {},
        h("a", { href: guideLink(hit.guide, hit.key), ...inItsLanguage(page, hit.guide) }, hit.guide.title === hit.heading ? hit.heading : `${hit.guide.title}: ${hit.heading}`),
        h("p", inItsLanguage(page, hit.guide), hit.excerpt.map((piece) => (piece.match ? h("mark", {}, piece.text) : piece.text))))))
      : h("p", { role: "status" }, fill(say.nothing_found, { words: question })),
  ];
}

/** What searches the copy: loaded when it is needed, from what the service worker has kept. */
const offline = () => import("./offline-search.js");

/** Have the search ready: there is no network. */
export function prepareSearch(page) {
  offline().then(({ prepare }) => prepare(page.chain)).catch(() => {});
}

/** By the server where it answers, else in the copy. */
async function find(page, question) {
  try {
    const answer = await client.search(question, { locale: page.locale, branch: page.branch?.slug });
    return { found: answer.results, corrected: answer.corrected };
  } catch {
    const found = await offline().then(({ searchCopy }) => searchCopy(question, page.chain, page.branch?.id)).catch(() => searchRoughly(page, question));
    return { ...found, offline: true };
  }
}

/** Where there is no service worker, and so nothing was kept that could search better. */
function searchRoughly(page, question) {
  const hits = page.copy.search(question, page.chain);
  const found = hits.map(({ guide, section, excerpt }) => ({
    guide, key: section?.key, heading: section?.heading ?? guide.title, excerpt: [{ text: excerpt }],
  }));
  return { found };
}

export async function guide(page, key, section) {
  const item = page.copy.partial ? await fetchGuide(page, key) : page.copy.find("guide", key, page.chain) ?? await findMoved(page, key);
  if (item === null) return [h("h1", {}, words(page).guides), h("p", { role: "status" }, words(page).first_needs_network), back(page)];
  if (!item) return missing(page);
  if (item.state !== "live") return [h("h1", {}, words(page).gone), notice(page, item.notice), back(page)];
  choose({ seen: { ...choices.seen, [item.id]: item.version } });
  return guideScreen(page, item.document, section);
}

/** A guide that the copy has not yet, as an item of it; null where the server can't be reached. */
async function fetchGuide(page, key) {
  try {
    const document = await client.guide(key, { locale: page.locale, text: TEXT });
    return { id: document.id, state: "live", version: document.version, document };
  } catch ({ status, details }) {
    if (status === 410) return { state: details.state, notice: details };
    return status === 404 ? undefined : null;
  }
}

/** What an old slug leads to: the server knows. */
async function findMoved(page, key) {
  const id = await client.guide(key, { locale: page.locale }).then((found) => found.id, (problem) => problem.details?.id);
  return id && page.copy.find("guide", id, page.chain);
}

/** A guide's document, of the copy, of a draft, or of an earlier time: then with what a branch said of it. */
export function guideScreen(page, document, section) {
  const say = words(page);
  const offering = document.offering ?? (page.branch && offeringsOf(page).get(document.id));
  const values = factsOf(document);
  const recalls = page.copy?.recallsOf(document.id) ?? [];
  return [
    page.copy && back(page),
    document.locale !== page.locale && h("p", { class: "tg-callout" }, say.other_language),
    h("article", inItsLanguage(page, document),
      document.category && h("p", { class: "tg-tag" }, document.category.name),
      h("h1", {}, document.title),
      h("p", { class: "tg-lead" }, document.summary),
      recalls.filter((recall) => !recall.section).map((recall) => notice(page, recall)),
      facts(page, values),
      price(page, offering),
      contacts(page, page.branch, offering),
      picture(document.hero, "(min-width: 46rem) 44rem, 92vw", "eager"),
      document.sections.map((part) => sectionPart(page, document, part, section, recalls)),
      document.faqs.length > 0 && h("section", {}, h("h2", {}, say.questions), document.faqs.map((faq) =>
        h("details", {}, h("summary", {}, faq.question), html(faq.answer.html)))),
      document.citations.length > 0 && h("section", {}, h("h2", {}, say.sources), h("ol", { class: "citations" },
        document.citations.map((citation) => h("li", {}, h("a", { href: citation.url }, bdi(citation.title)), " ", bdi(citation.source))))),
      review(page, document)),
  ];
}

function sectionPart(page, document, part, asked, recalls) {
  const say = words(page);
  const recall = recalls.find((one) => one.section === part.key) ?? part.recall;
  const safety = part.key === "safety";
  return h("details", { class: "part", id: part.key, open: Boolean(recall) || part.key === asked || safety || !page.copy },
    h("summary", {}, h("h2", {}, part.heading), h("span", { class: "part-lead" }, recall ? say.recalled : part.lead)),
    recall ? notice(page, recall) : [
      part.blocks.map((block) => html(renderBlock(block))),
      part.safety_note && h("p", { class: "tg-callout small" },
        `${say.risks} ${part.safety_note.risks.join(", ")}. `,
        h("a", { href: guideLink(document, "safety") }, say.read_safety)),
    ],
    page.copy && mistakes(page, document, part));
}

export function branches(page) {
  const say = words(page);
  const found = page.copy.list("branch", page.chain).map((item) => item.document);
  return [
    h("h1", {}, say.branches),
    h("p", {}, say.branch_why),
    h("fieldset", { class: "choices" }, h("legend", { class: "hidden" }, say.branches),
      choice("branch", "", say.any_branch, !page.branch, () => pick(page, null)),
      found.map((branch) => choice("branch", branch.slug, branch.name, page.branch?.id === branch.id, () => pick(page, branch.id)))),
    page.branch && branchPart(page, page.branch),
  ];
}

function pick(page, branch) {
  choose({ branch });
  page.refresh();
}

function branchPart(page, branch) {
  const days = words(page).days_of_week;
  return h("section", { class: "branch" },
    h("h2", {}, bdi(branch.name)),
    h("address", {}, branch.address.lines.map((line) => h("div", {}, bdi(line)))),
    contacts(page, branch),
    h("dl", { class: "hours" }, branch.opening_hours.map((hours) =>
      h("div", {}, h("dt", {}, days[hours.day]), h("dd", { dir: "ltr" }, `${hours.opens}–${hours.closes}`)))));
}

function choice(name, value, label, checked, change) {
  return h("label", {}, h("input", { type: "radio", name, value, checked, change }), " ", bdi(label));
}

export function missing(page) {
  return [h("h1", {}, words(page).not_found), back(page)];
}

const back = (page) => h("p", {}, h("a", { class: "back", href: "#/" }, words(page).all_guides));

/** Guide id -> offering of the chosen branch. */
function offeringsOf(page) {
  const offerings = page.copy?.list("offering").map((item) => item.document) ?? [];
  return new Map(offerings.filter((one) => one.available && one.branch.id === page.branch?.id).map((one) => [one.guide, one]));
}
