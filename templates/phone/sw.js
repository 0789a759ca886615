// Keeps the phone itself for when there is no network. {{ digest }}
const SHELL = "phone-{{ digest }}";
const PICTURES = "pictures";
const FILES = {{ files|safe }};
const MOST_PICTURES = 200;

addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(fresh)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name !== SHELL && name !== PICTURES;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

// Pictures have addresses that never change what they show. One that no guide shows any more is not kept: the
// patient's consent may have ended.
addEventListener("message", (event) => {
  const { keep, shown } = event.data;
  const addresses = new Set(shown.map((address) => new URL(address, location).href));
  const bringUpToDate = async (cache) => {
    const kept = await cache.keys();
    const gone = kept.filter((one) => !addresses.has(one.url));
    const beyond = kept.filter((one) => addresses.has(one.url)).slice(0, -MOST_PICTURES);
    await Promise.all([...gone, ...beyond].map((one) => cache.delete(one)));
    for (const address of keep) {
      if (!(await cache.match(address))) await cache.add(address).catch(() => {});
    }
  };
  event.waitUntil(caches.open(PICTURES).then(bringUpToDate));
});

addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (pathname === "/app/") event.respondWith(shell(event.request));
  else if (FILES.includes(pathname)) event.respondWith(kept(event.request));
  else if (pathname.startsWith("/media/renditions/")) event.respondWith(pictureOf(event.request));
});

// The newest where it comes in time, so that a new version is not a visit late.
async function shell(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(3000) });
    if (answer.ok) await cache.put("/app/", answer.clone());
    return answer.ok ? answer : (await cache.match("/app/")) ?? answer;
  } catch {
    return cache.match("/app/");
  }
}

async function kept(request) {
  const cache = await caches.open(SHELL);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}

// Once seen, kept.
async function pictureOf(request) {
  const cache = await caches.open(PICTURES);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
