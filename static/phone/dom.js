/** Builds nodes: h("p", { class: "small" }, "words", node). Words are never read as HTML. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The nodes of safe HTML that the server has made. */
export function html(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

/**
 * Fills the blanks of a sentence: fill("{n} minutes", { n: 30 }).
 *
 * Among Arabic words, what is put in is isolated: a Latin name or a date in it would else be torn apart.
 */
export function fill(sentence, values) {
  const isolate = document.documentElement.dir === "rtl" ? (value) => `\u2068${value}\u2069` : String;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => (values[name] === undefined || values[name] === null ? "" : isolate(values[name])));
}

/** Words of which nobody knows the direction: a name, a line of an address. */
export const bdi = (words) => h("bdi", {}, words);
