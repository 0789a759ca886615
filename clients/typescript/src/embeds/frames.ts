/** Frames of ours say how high they are. Who says it is known by the window, not by what it says of itself. */
import { findCampaign } from "./campaign.js";
import { fitSpace, setSpace } from "./space.js";

/** A frame that has loaded and says nothing in so many milliseconds holds an error page. */
const SILENCE = 2000;
/** A frame that somebody sees and that has not loaded in so many holds nothing. */
const PATIENCE = 10_000;

export function sizeFrames(base: string): void {
  const known = new WeakSet<HTMLIFrameElement>();
  const find = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${base}frame/`));

  function greet(frame: HTMLIFrameElement) {
    const isDark = /dark/.test(getComputedStyle(frame).colorScheme) && matchMedia("(prefers-color-scheme: dark)").matches;
    const campaign = findCampaign(location.search);
    frame.contentWindow?.postMessage({ tg: "hello", dark: isDark, host: location.hostname, campaign }, "*");
  }

  /** What keeps a frame's space: the box of the snippet, or itself. */
  const findBox = (frame: HTMLElement) => frame.closest<HTMLElement>(".tg-frame") ?? frame;

  /** What stands in the box for a page without this script stays: a small window, or nothing, and a link. */
  function giveUp(frame: HTMLIFrameElement) {
    const box = findBox(frame);
    if (known.has(frame)) return;
    setSpace(box, 0);
    if (box === frame) frame.style.height = "3rem";
  }

  addEventListener("message", ({ data, source, origin }) => {
    if (data?.tg !== "height" || !(data.value > 0 && data.value < 1e5)) return;
    const frame = find().find((one) => one.contentWindow === source);
    if (!frame || (origin !== "null" && !base.startsWith(`${origin}/`))) return;
    const box = findBox(frame);
    if (!known.has(frame)) greet(frame);
    known.add(frame);
    const height = Math.ceil(data.value);
    fitSpace(box, height);
    frame.style.height = `${height}px`;
    box.classList.add("tg-shown");
  });
  addEventListener(
    "load",
    ({ target }) => {
      const frame = target as HTMLIFrameElement;
      if (find().includes(frame) && /scripts/.test(frame.getAttribute("sandbox") ?? "scripts")) setTimeout(giveUp, SILENCE, frame);
    },
    true,
  );
  for (const frame of find()) {
    greet(frame);
    const box = findBox(frame);
    box.style.animationPlayState = "paused"; // the space is kept for as long as there is hope
    const count = (entries: IntersectionObserverEntry[]) =>
      entries.some((one) => one.isIntersecting) && setTimeout(giveUp, PATIENCE, frame);
    if (box !== frame) new IntersectionObserver(count).observe(frame);
  }
}
