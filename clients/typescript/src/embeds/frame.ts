/**
 * In the frame: says how high it is, to the script beside it and to WordPress, each in its own words; and shows within a
 * minute what a release has changed.
 */
import { watch } from "../watch.js";
import { passOn } from "./campaign.js";
import { tell, type Beacon } from "./notes.js";
import { read } from "./reading.js";

const secret = new URLSearchParams(location.hash.replace(/^#\??/, "")).get("secret"); // WordPress's embed protocol
const me = document.currentScript;
const find = (page: Document) => page.querySelector("main") as HTMLElement;
let beacon: Beacon | null = JSON.parse(me?.dataset.beacon ?? "null");
let campaign: [string, string][] = [];
/** The website's. A page may say nothing of itself: then its script does. Without one, nobody knows where it is shown. */
let host = findHost(location.ancestorOrigins?.[0]) || findHost(document.referrer);
let isCounted = false;

function findHost(address = "") {
  return address.startsWith("http") ? new URL(address).hostname : "";
}

/** How high the page is says nothing of the reader, so any window above may know it. */
function tellHeight() {
  const value = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ tg: "height", value }, "*");
  if (secret) parent.postMessage({ message: "height", value, secret }, "*");
}

function countShown() {
  if (isCounted || !host) return;
  isCounted = true;
  tell(beacon, "shown", "frame", host);
}

if (parent !== window) {
  tellHeight(); // an observer sleeps in a frame that is not shown yet, as WordPress's is until it knows the height
  new ResizeObserver(tellHeight).observe(document.body);
  addEventListener("message", ({ source, data }) => {
    // Each of the two scripts around says so when it has begun to listen: what was said before, it has not heard.
    if (source !== parent || !data || (data.tg !== "hello" && (data.message !== "ready" || data.secret !== secret))) return;
    if (data.dark) document.documentElement.style.colorScheme = "dark";
    if (Array.isArray(data.campaign)) campaign = data.campaign;
    if (typeof data.host === "string") host ||= data.host;
    countShown();
    tellHeight();
  });
  addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    if (!link) return;
    if (link.dataset.click) {
      link.href = passOn(link.href, campaign);
      tell(beacon, "booking", "frame", host);
    }
    if (!secret) return;
    // WordPress opens it in the page around, if it leads to where the frame comes from; its sandbox opens nothing else.
    event.preventDefault();
    parent.postMessage({ message: "link", value: link.href, secret }, "*");
  });
  countShown();
}

let words = find(document).innerHTML;

async function showNewest({ number }: { number: number }) {
  const address = new URL(location.href);
  address.searchParams.set("_", String(number)); // no cache has an older answer under that address
  // What is gone (410) or not offered (404) has words to show.
  const page = new DOMParser().parseFromString(await read(address, /html/, [404, 410]), "text/html");
  const main = find(page);
  if (main.innerHTML === words) return;
  words = main.innerHTML;
  find(document).replaceWith(main);
  beacon = JSON.parse(page.querySelector<HTMLElement>("script[data-beacon]")?.dataset.beacon ?? "null");
  isCounted = false;
  countShown();
}

if (location.pathname.startsWith("/embed/frame/")) // not the preview of a draft
  watch({ release: async () => JSON.parse(await read("/api/v1/release/", /json/)) }, showNewest);
