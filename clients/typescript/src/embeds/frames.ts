/** Frames of ours say how high they are. Who says it is known by the window, not by what it says of itself. */
import { findCampaign } from "./campaign.js";
import { fitSpace, setSpace } from "./space.js";

/** A frame that has loaded and says nothing in so many milliseconds holds an error page. */
const SILENCE = 2000;

export function sizeFrames(base: string): void {
  const known = new WeakSet<HTMLIFrameElement>();
  const find = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${base}frame/`));

  function greet(frame: HTMLIFrameElement) {
    const isDark = /dark/.test(getComputedStyle(frame).colorScheme) && matchMedia("(prefers-color-scheme: dark)").matches;
    const campaign = findCampaign(location.search);
    frame.contentWindow?.postMessage({ tg: "hello", dark: isDark, host: location.hostname, campaign }, "*");
  }

  addEventListener("message", ({ data, source, origin }) => {
    if (data?.tg !== "height" || !(data.value > 0 && data.value < 1e5)) return;
    const frame = find().find((one) => one.contentWindow === source);
    if (!frame || (origin !== "null" && !base.startsWith(`${origin}/`))) return;
    if (!known.has(frame)) greet(frame);
    known.add(frame);
    const height = Math.ceil(data.value);
    fitSpace(frame, height);
    frame.style.height = `${height}px`;
  });
  addEventListener(
    "load",
    ({ target }) => {
      const frame = find().find((one) => one === target);
      if (!frame || (frame.hasAttribute("sandbox") && !/scripts/.test(frame.sandbox.value))) return;
      setTimeout(() => {
        if (known.has(frame)) return;
        setSpace(frame, 0);
        frame.style.height = "3rem";
      }, SILENCE);
    },
    true,
  );
  find().forEach(greet);
}
