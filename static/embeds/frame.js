// In the frame: says how high it is, to the script beside it (v1.js) and to WordPress, each in its own words; and shows
// within a minute what a release has changed.
const me = document.currentScript;
const secret = new URLSearchParams(location.hash.replace(/^#\??/, "")).get("secret"); // WordPress's embed protocol
let beacon = me.dataset.beacon && JSON.parse(me.dataset.beacon);

/** How high the page is says nothing of the reader, so any window above may know it. */
function tellHeight() {
  const value = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ tg: "height", value }, "*");
  if (secret) parent.postMessage({ message: "height", value, secret }, "*");
}

function count(what) {
  if (!beacon || navigator.globalPrivacyControl || navigator.doNotTrack === "1" || Math.random() >= beacon.rate) return;
  const host = document.referrer ? new URL(document.referrer).hostname : "";
  const body = JSON.stringify({ ...beacon.shown, what, way: "frame", host });
  fetch(beacon.url, { method: "POST", body, mode: "no-cors", credentials: "omit", referrerPolicy: "no-referrer", keepalive: true }).catch(() => {});
}

if (parent !== window) {
  tellHeight(); // an observer sleeps in a frame that is not shown yet, as WordPress's is until it knows the height
  new ResizeObserver(tellHeight).observe(document.body);
  addEventListener("message", ({ source, data }) => {
    // Each of the two scripts around says so when it has begun to listen: what was said before, it has not heard.
    if (source !== parent || !data || (data.tg !== "hello" && (data.message !== "ready" || data.secret !== secret))) return;
    if (data.dark) document.documentElement.style.colorScheme = "dark";
    tellHeight();
  });
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    if (link.dataset.click) count(link.dataset.click);
    if (!secret) return;
    // WordPress opens it in the page around, if it leads to where the frame comes from; its sandbox opens nothing else.
    event.preventDefault();
    parent.postMessage({ message: "link", value: link.href, secret }, "*");
  });
  count("shown");
}

// As the element does: asked at random, so that not all ask at once, and only while somebody sees it.
let words = document.querySelector("main").innerHTML;
let release = 0, failures = 0, earliest = 0, timer = 0, isAsking = false;
const between = (least, most) => (least + Math.random() * (most - least)) * 1000;

async function read(address) {
  const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(20000) });
  // What is gone (410) has words to show.
  if (!answer.ok && answer.status !== 410) throw Object.assign(new Error(answer.status), { seconds: Number(answer.headers.get("Retry-After")) });
  return answer.text();
}

async function showNewest() {
  const { number } = JSON.parse(await read(new URL("/api/v1/release/", location.href)));
  if (number === release) return;
  await new Promise((done) => setTimeout(done, between(1.5, 3.5))); // by then every process of the server knows it
  const address = new URL(location.href);
  address.searchParams.set("_", number); // no cache has an older answer under that address
  const page = new DOMParser().parseFromString(await read(address), "text/html");
  const main = page.querySelector("main");
  if (main.innerHTML !== words) {
    words = main.innerHTML;
    document.querySelector("main").replaceWith(main);
    const given = page.querySelector("script[data-beacon]")?.dataset.beacon;
    beacon = given && JSON.parse(given);
    count("shown");
  }
  release = number;
}

async function watch() {
  if (isAsking || Date.now() < earliest) return;
  clearTimeout(timer);
  if (document.hidden) return;
  isAsking = true;
  let wait = between(42, 51);
  try {
    await showNewest();
    failures = 0;
  } catch (error) {
    const told = (error.seconds || 0) * 1000;
    earliest = Date.now() + told;
    wait = Math.max(told, Math.min(wait * 2 ** ++failures, 600000));
  }
  isAsking = false;
  timer = setTimeout(watch, wait);
}

if (location.pathname.startsWith("/embed/frame/")) { // not the preview of a draft
  timer = setTimeout(watch, between(42, 51));
  document.addEventListener("visibilitychange", watch);
}
