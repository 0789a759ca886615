/** Walks through sections, taking the guide away now and then. Gives what was wrong, and how often it was asked. */
async ({ product, guide, headings, steps }) => {
  if (!window.asked) {
    window.asked = [];
    const ask = fetch;
    window.fetch = (address, options) => (window.asked.push(String(address)), ask(address, options));
    window.start(product);
  }
  window.asked.length = 0;
  const wrong = [];
  const keys = Object.keys(headings);
  const text = () => document.querySelector("treatment-guide")?.shadowRoot?.querySelector("h2")?.textContent ?? "";
  let shown = 0;
  for (let step = 0; step < steps; step++) {
    if (step % 5 === 4) {
      await window.show(null);
      if (document.querySelector("treatment-guide")) wrong.push("it is still there");
      continue;
    }
    const section = keys[step % keys.length];
    const isLoaded = new Promise((done) => (window.loaded = done));
    // Two attributes change together.
    await window.show({ guide, section, branch: step % 2 ? "mumbai" : "london", locale: "en", loading: "eager" });
    await null;
    if (text() && text() !== headings[section]) wrong.push(`${text()} stands under ${section}`);
    const detail = await isLoaded;
    shown++;
    if (detail.section !== section || text() !== headings[section]) wrong.push(`${text()} for ${section}`);
  }
  await window.show(null);
  return { wrong, shown, asked: window.asked.filter((address) => address.includes("/nodes/")).length };
};
