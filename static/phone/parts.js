/** Pieces that screens are made of. */
import { bdi, fill, h } from "./dom.js";

export function words(page) {
  return page.words[page.locale];
}

const dates = new Map();

/** Each language's format is made once: a slow phone needs long for it. */
export function showDate(page, iso) {
  if (!dates.has(page.locale)) dates.set(page.locale, new Intl.DateTimeFormat(page.locale, { dateStyle: "long", timeZone: "UTC" }));
  return dates.get(page.locale).format(new Date(iso));
}

/** "30–60", or "30". */
export const span = (range) => (range.min === range.max ? `${range.min}` : `${range.min}–${range.max}`);

export function picture(image, sizes, loading = "lazy") {
  if (!image) return null;
  const sources = image.sources.map((source) => {
    const srcset = source.srcset.map((file) => `${file.url} ${file.width}w`).join(", ");
    return h("source", { type: source.type, srcset, sizes });
  });
  const fallback = image.sources.at(-1).srcset[0].url;
  const { alt, width, height } = image;
  return h("picture", {}, sources, h("img", { src: fallback, alt, width, height, loading, decoding: "async", fetchpriority: loading === "eager" ? "high" : null }));
}

/** The facts of all sections, as one object. */
export const factsOf = (guide) => Object.assign({}, ...guide.sections.map((section) => section.facts));

/** What someone wants to know first: time, sessions, weeks between, downtime. */
export function facts(page, values) {
  const say = words(page);
  const rows = [
    [say.time, values.minutes_per_session && fill(say.minutes, { n: span(values.minutes_per_session) })],
    [say.sessions, values.sessions_needed && span(values.sessions_needed)],
    [say.weeks_between, values.weeks_between && span(values.weeks_between)],
    [say.downtime, downtime(say, values.downtime_days)],
  ].filter(([, value]) => value);
  if (!rows.length) return null;
  return h("dl", { class: "tg-facts", "aria-label": say.facts }, rows.map(([term, value]) =>
    h("div", {}, h("dt", {}, term), h("dd", {}, value))));
}

function downtime(say, days) {
  if (days === null || days === undefined) return null;
  return days === 0 ? say.no_downtime : fill(say.days, { n: days });
}

export function notice(page, recall) {
  const say = words(page);
  return h("div", { class: "recall", role: "alert" },
    h("strong", {}, say.recalled), " ", bdi(recall.reason),
    h("p", { class: "small" }, showDate(page, recall.recalled_at ?? recall.since)));
}

/** Call, chat, book: what the chosen branch offers, else how to reach the group. */
export function contacts(page, branch, offering) {
  const say = words(page);
  const contact = branch?.contact ?? page.group?.contact;
  return h("nav", { class: "contacts", "aria-label": say.contact },
    branch?.phone && h("a", { class: "button", href: `tel:${branch.phone.replace(/[^+\d]/g, "")}` }, say.call),
    contact?.url && h("a", { class: "button", href: contact.url }, contact.label || say.chat),
    offering?.booking_url && h("a", { class: "button strong", href: offering.booking_url }, say.book));
}

/** What the chosen branch says of a guide: its price, its note, or both. */
export function price(page, offering) {
  const { price_from: from, note } = offering ?? {};
  if (!from && !note) return null;
  return h("p", { class: "price" },
    from && h("strong", {}, fill(words(page).from_price, { price: showAmount(page, from) })),
    from?.valid_from && h("span", { class: "small" }, ` ${fill(words(page).valid_from, { date: showDate(page, from.valid_from) })}`),
    note && h("span", { class: "small note", dir: "auto" }, note));
}

/** To the last of its minor units, which are left out only where there are none. */
function showAmount(page, { amount, currency }) {
  const digits = Number(amount) % 1 ? { minimumFractionDigits: 2 } : { minimumFractionDigits: 0, maximumFractionDigits: 0 };
  return new Intl.NumberFormat(page.locale, { style: "currency", currency, ...digits }).format(amount);
}

/** Review dates; "overdue" is told by this device's clock, since nothing that is served depends on one. */
export function review(page, guide) {
  const say = words(page);
  const { reviewed_by: reviewer, last_reviewed: last, next_review: next, signed_off: signed } = guide.review;
  const signers = new Map(signed.map(({ by }) => [by.id, by]));
  return h("div", { class: "review small" },
    reviewer && h("p", {}, fill(say.checked_by, { name: reviewer.name, role: reviewer.role }),
      reviewer.is_sample && h("span", { class: "sample" }, say.sample_person)),
    [...signers.values()].map((by) => h("p", {}, fill(say.signed_off_by,
      { name: by.name, body: by.registration_body, number: by.registration_number }))),
    last && h("p", {}, fill(say.reviewed_on, { date: showDate(page, last) })),
    next && h("p", { class: isOverdue(next) ? "overdue" : null },
      fill(isOverdue(next) ? say.overdue : say.next_review, { date: showDate(page, next) })),
    h("p", {}, fill(say.version, { n: guide.version, date: showDate(page, guide.updated_at) })),
    page.group?.attribution && h("p", { dir: "auto" }, page.group.attribution));
}

const isOverdue = (date) => date < new Date().toISOString().slice(0, 10);

/** "Report a mistake in this section": opens a form in place; says that it has arrived, or why it has not. */
export function mistakes(page, guide, section) {
  const say = words(page);
  const status = h("p", { class: "small", role: "status" });
  const text = h("textarea", { rows: 3, maxlength: 1000, required: true, name: "text" });
  const form = h("form", { submit: (event) => send(event) },
    h("label", {}, h("span", {}, say.mistake_what), text),
    h("p", { class: "small" }, say.mistake_no_private),
    h("button", { class: "button" }, say.send), status);
  async function send(event) {
    event.preventDefault();
    const { id, locale, version } = guide;
    const body = JSON.stringify({ guide: id, locale, version, section: section.key, text: text.value });
    const answer = await fetch("/app/mistakes/", {
      method: "POST", headers: { "Content-Type": "application/json" }, credentials: "omit", body,
    }).catch(() => null);
    const done = answer?.ok;
    status.textContent = done ? say.mistake_sent : answer?.status === 429 ? say.mistake_too_many : say.mistake_not_sent;
    if (done) form.reset();
  }
  return h("details", { class: "mistake" }, h("summary", {}, say.mistake), form);
}

