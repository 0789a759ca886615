/** Runs before the rest of the app is there: which language to show, and at first the request for the first cards. */
export const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
export const setup = read("setup");
export const draft = read("draft");

const CHOICES = "treatment-guides-choices";

/** Language, those that were read here, branch, the version of each guide that was last read here, whether all is kept. */
export const choices = {
  locale: null,
  languages: [],
  branch: null,
  seen: {},
  kept: false,
  ...JSON.parse(localStorage.getItem(CHOICES) ?? "{}"),
};

export function choose(values) {
  Object.assign(choices, values);
  localStorage.setItem(CHOICES, JSON.stringify(choices));
}

export function pickLocale() {
  const known = setup.languages.map((language) => language.code);
  const wanted = [choices.locale, ...navigator.languages.map((tag) => tag.split("-")[0]), setup.group.default_locale];
  return wanted.find((code) => known.includes(code));
}

/** The languages to keep: those that were read here, this one, and the one that stands in for others. */
export function languagesWith(locale) {
  return [...new Set([...choices.languages, locale, setup.group.default_locale])].sort();
}

/** What the client asks first where nothing is kept. */
const address = () => `${location.origin}/api/v1/sync/?locales=${languagesWith(pickLocale()).join("%2C")}&types=card%2Cgroup&page_size=8`;
const early = new Map();
if (setup && !draft && !choices.kept) early.set(address(), fetch(address()));

/** As `fetch`: gives the answer that is on its way already, once. */
export function fetchEarly(address, options) {
  const answer = early.get(address);
  early.delete(address);
  return answer ? answer.catch(() => fetch(address, options)) : fetch(address, options);
}
