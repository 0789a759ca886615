/** A page in React: `show` mounts a guide, changes its attributes, or takes it away (null). */
import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { define } from "treatment-guides/embeds";
import { TreatmentGuide } from "treatment-guides/react";

const root = createRoot(document.querySelector("main"));
window.start = define;
window.show = async (given) => {
  const told = { onLoad: ({ detail }) => window.loaded(detail), onBook: (event) => event.preventDefault() };
  flushSync(() => root.render(given && createElement(TreatmentGuide, { ...told, ...given }, "Read it there")));
};
