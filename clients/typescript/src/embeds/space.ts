/** Keeps the space of an embed until its words are there: docs/adr/0019-space-is-kept-only-for-what-is-known.md. */

/** The name of the animation that keeps it where a stylesheet does, while there is no script: api/embeds/spaces.py. */
const ANIMATION = "tg-reserve";
/** Pixels that may stay blank below the words, since giving them back would move what somebody reads. */
const MOST_BLANK = 48;

/** Keep what "288:900 358:760 704:520" says of the box's width: between two widths, on the line that joins them. */
export function keepSpace(box: HTMLElement): void {
  const isOver = getComputedStyle(box).animationName === ANIMATION && !box.getAnimations().length;
  const points = (box.getAttribute("reserve") ?? "")
    .split(" ")
    .map((pair) => pair.split(":").map(Number) as [number, number])
    .filter(([width, height]) => width && height);
  const width = box.clientWidth || (box.parentElement ?? box).clientWidth;
  let kept = 0;
  points.forEach(([w, h], i) => {
    const [w0, h0] = points[i - 1] ?? [0, h];
    if (width >= w0) kept = width >= w ? h : h0 + ((h - h0) * (width - w0)) / (w - w0);
  });
  // Where it was given back already, keeping it would move the page once more.
  if (kept && !isOver) setSpace(box, Math.round(kept));
}

/** Where words, `height` pixels high, have come: no more is kept than moves nothing, and never more than a little. */
export function fitSpace(box: HTMLElement, height: number): void {
  const { top, height: kept } = box.getBoundingClientRect();
  const isBelow = top + height > innerHeight; // nothing that is seen can move
  setSpace(box, isBelow || kept <= height ? 0 : Math.min(kept, height + MOST_BLANK));
}

export function setSpace(box: HTMLElement, height: number): void {
  box.style.animation = "none";
  box.style.minHeight = height ? `${height}px` : "0";
}
