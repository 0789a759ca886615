// In the frame: says how high it is, to the script beside it (v1.js) and to WordPress, each in its own words.
const me = document.currentScript;
const secret = new URLSearchParams(location.hash.replace(/^#\??/, "")).get("secret"); // WordPress's embed protocol
const beacon = me.dataset.beacon && JSON.parse(me.dataset.beacon);

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
