// Runs in a page. The faults of a screen that a program can see: a sentence for each.
within => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab], [role=button]";
  const faults = new Set();
  const root = document.documentElement;
  const tell = element => {
    const label = element.getAttribute("aria-label") || element.innerText || element.name || element.id || element.className;
    return `${element.tagName.toLowerCase()} “${String(label).trim().replace(/\s+/g, " ").slice(0, 60)}”`;
  };
  // What only screen readers find is a point, or lies in one.
  const isShown = element => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const { width, height } = up.getBoundingClientRect();
      const style = getComputedStyle(up);
      if (style.clipPath !== "none" || style.clip !== "auto") return false;
      if (width < 4 || height < 4) {
        if (up === element || style.overflow !== "visible") return false;
      }
      if (up.inert || up.getAttribute("aria-hidden") === "true") return false;
    }
    return true;
  };
  const hasOwnWords = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());

  if (root.scrollWidth > innerWidth) {
    const widest = [...document.body.querySelectorAll("*")].find(one => one.getBoundingClientRect().right > innerWidth + 1);
    faults.add(`scrolls sideways: ${root.scrollWidth} px${widest ? `, ${tell(widest)}` : ""}`);
  }
  const dialog = [...document.querySelectorAll("[role=dialog][aria-modal=true]")].find(isShown);
  for (const control of (dialog ?? document.querySelector(within)).querySelectorAll(CONTROLS)) {
    if ((within === "body" && control.closest(".sidebar")) || !isShown(control) || getComputedStyle(control).pointerEvents === "none") continue;
    control.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = control.getClientRects()[0];
    if (!box || box.right <= 0) continue; // a link to skip to the words comes in sight with the focus
    if (box.left < -1 || box.right > innerWidth + 1) faults.add(`cut off at the edge: ${tell(control)}`);
    for (const [across, down] of [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]]) {
      const found = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
      if (!found || control.contains(found) || found.closest("label")?.control === control) continue;
      faults.add(`${found.contains(control) ? "cut off in" : "covered by"} ${tell(found)}: ${tell(control)}`);
      break;
    }
    const isBox = hasOwnWords(control) && !control.childElementCount && getComputedStyle(control).display !== "inline";
    if (isBox && control.scrollWidth > control.clientWidth + 2)
      faults.add(`wider than its box: ${tell(control)}`);
  }
  for (const element of [root, ...document.body.querySelectorAll("*")]) if (element.scrollTop || element.scrollLeft) element.scrollTo(0, 0);
  for (const element of document.body.querySelectorAll("*")) {
    if (element.matches("textarea, input, select, option, script, style") || !hasOwnWords(element) || !isShown(element)) continue;
    const style = getComputedStyle(element);
    const cuts = value => value === "hidden" || value === "clip";
    if (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1) faults.add(`text cut: ${tell(element)}`);
    else if (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 8) faults.add(`text cut: ${tell(element)}`);
  }
  for (const image of document.images)
    if (image.complete && !image.naturalWidth && isShown(image)) faults.add(`broken picture: ${image.src}`);
  return [...faults];
}
