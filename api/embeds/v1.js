/* Treatment Guides, embeds v1: <treatment-guide> and <treatment-list>, and frames that size themselves. */
(() => {
  "use strict";
  const script = document.currentScript || document.querySelector('script[src*="/embed/v1."]'); // a module has none
  const base = new URL(".", script.src).href;
  const TAGS = /^(a|abbr|address|article|aside|b|br|cite|dd|details|div|dl|dt|em|figcaption|figure|footer|h[2-6]|header|i|img|li|ol|p|picture|section|source|span|strong|sub|summary|sup|time|ul)$/;
  const ATTRIBUTES = /^(alt|aria-label|class|data-click|datetime|decoding|dir|height|href|hreflang|lang|loading|open|part|role|sizes|src|srcset|start|title|type|width)$/;
  const SAFE = /^(https?:|mailto:|tel:)/i;

  /* A node is a text, or [tag, attributes, ...nodes]. What is not known is left out, its text is kept. */
  const build = (node) => {
    if (!Array.isArray(node)) return document.createTextNode(node);
    const [tag, attributes, ...children] = node;
    const made = TAGS.test(tag) ? document.createElement(tag) : document.createDocumentFragment();
    if (made.setAttribute)
      for (const [name, value] of Object.entries(attributes))
        if (ATTRIBUTES.test(name) && (!/^(href|src)$/.test(name) || SAFE.test(value))) made.setAttribute(name, value);
    made.append(...children.map(build));
    return made;
  };

  /* One small note that it was shown or a booking was asked for: no cookie, no address of the page, no reader. */
  const tell = (beacon, what, way) => {
    if (!beacon || navigator.globalPrivacyControl || navigator.doNotTrack === "1" || Math.random() >= beacon.rate) return;
    const body = JSON.stringify({ ...beacon.shown, what, way, host: location.hostname });
    fetch(beacon.url, { method: "POST", body, mode: "no-cors", credentials: "omit", referrerPolicy: "no-referrer", keepalive: true }).catch(() => {});
  };

  /* Kept height is given back once that moves nothing that can be seen: while the end lies below the screen. */
  const giveBack = (box, height) => {
    const check = () => {
      if (!box.isConnected) removeEventListener("scroll", check);
      else if (box.getBoundingClientRect().top + height() > innerHeight) {
        box.style.minHeight = "0";
        removeEventListener("scroll", check);
      }
    };
    addEventListener("scroll", check, { passive: true });
    check();
  };

  /* "288:900 358:760 704:520": height by width; between two widths, on the line that joins them. */
  const reserve = (box) => {
    const points = (box.getAttribute("reserve") || "").split(" ").map((pair) => pair.split(":").map(Number)).filter(([w, h]) => w && h);
    const width = box.clientWidth || (box.parentElement || box).clientWidth;
    let height = 0;
    points.forEach(([w, h], i) => {
      const [w0, h0] = points[i - 1] || [0, h];
      if (width >= w0) height = width >= w ? h : h0 + ((h - h0) * (width - w0)) / (w - w0);
    });
    if (height) box.style.minHeight = Math.round(height) + "px";
  };

  const read = async (address, signal) => {
    const answer = await fetch(address, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.ok && /json/.test(answer.headers.get("content-type"))) return answer.text();
    throw Object.assign(new Error("HTTP " + answer.status), { wait: answer.headers.get("retry-after") * 1000 });
  };

  /* While somebody sees the page, open embeds hear of a release within a minute: docs/embeds.md. */
  const open = new Set();
  let release = 0, failures = 0, earliest = 0, timer = 0, asking = false;
  const later = (least, most, work) => setTimeout(work, (least + Math.random() * (most - least)) * 1000);
  const watch = async () => {
    if (asking || Date.now() < earliest) return;
    clearTimeout(timer);
    timer = 0;
    if (document.hidden || !open.size) return;
    asking = true;
    try {
      const { number } = JSON.parse(await read(base + "../api/v1/release/", AbortSignal.timeout(20000)));
      if (number !== release) {
        await new Promise((done) => later(1.5, 3.5, done)); /* by then each process of the server knows it */
        release = number;
        if ((await Promise.all([...open].map((embed) => embed.load(true)))).includes(false)) throw new Error();
      }
      failures = 0;
    } catch ({ wait }) {
      release = 0;
      earliest = Date.now() + Math.max(wait || 0, Math.min(42000 * 2 ** ++failures, 600000));
    }
    asking = false;
    const rest = Math.max(0, earliest - Date.now()) / 1000;
    timer = later(rest || 42, rest * 1.2 || 51, watch);
  };
  document.addEventListener("visibilitychange", watch);

  class Embed extends HTMLElement {
    static observedAttributes = ["guide", "section", "branch", "locale", "scheme", "category"];
    #asked = null;
    #seen = null;
    #text = "";

    connectedCallback() {
      reserve(this);
      if (this.getAttribute("loading") === "eager" || !window.IntersectionObserver) return this.load();
      this.#seen = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#seen.disconnect();
        this.load();
      }, { rootMargin: "800px" });
      this.#seen.observe(this);
    }

    disconnectedCallback() {
      if (this.#seen) this.#seen.disconnect();
      if (this.#asked) this.#asked.abort();
      open.delete(this);
    }

    attributeChangedCallback() {
      if (this.#asked) this.load();
    }

    get address() {
      const given = (name) => this.getAttribute(name);
      const part = (name) => encodeURIComponent(given(name)) + "/";
      const list = this.localName === "treatment-list";
      const url = new URL("nodes/" + (list ? (given("branch") ? "branches/" + part("branch") : "guides/") : "guides/" + part("guide") + (given("section") ? part("section") : "")), base);
      for (const name of ["branch", "locale", "scheme", "category"])
        if (given(name) && !(list && name === "branch")) url.searchParams.set(name, given(name));
      if (release) url.searchParams.set("_", release); /* under which no cache has an older answer */
      return url;
    }

    /* `again`: what is shown stays if nothing has changed, or if it fails, which gives false. */
    async load(again) {
      if (this.#asked) this.#asked.abort();
      const asked = (this.#asked = new AbortController());
      const patience = setTimeout(() => asked.abort(), 20000);
      try {
        const text = await read(this.address, asked.signal);
        const data = JSON.parse(text);
        if (!data.nodes) throw new Error("no words");
        if (!again || text !== this.#text) this.show(data);
        this.#text = text;
      } catch (error) {
        if (asked !== this.#asked || !this.isConnected) return;
        if (again) return false;
        this.style.minHeight = "0";
        this.dispatchEvent(new CustomEvent("tg-error", { bubbles: true, composed: true, detail: { message: String(error.message || error) } }));
      } finally {
        clearTimeout(patience);
      }
    }

    show({ css, nodes, beacon, shown }) {
      let root = this.shadowRoot;
      if (!root) {
        root = this.attachShadow({ mode: "open" });
        root.addEventListener("click", (event) => {
          if (event.target.closest("[data-click]")) tell(this.beacon, "booking", "element");
        });
      }
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
      const box = build(nodes);
      root.replaceChildren(box);
      this.beacon = beacon && { ...beacon, shown };
      giveBack(this, () => box.getBoundingClientRect().height);
      tell(this.beacon, "shown", "element");
      open.add(this);
      if (!timer && !asking) timer = later(42, 51, watch);
      this.dispatchEvent(new CustomEvent("tg-load", { bubbles: true, composed: true, detail: shown }));
    }
  }

  for (const name of ["treatment-guide", "treatment-list"])
    if (!customElements.get(name)) customElements.define(name, class extends Embed {});

  /* Frames say how high they are. Who says it is known by the window, not by what it says of itself. */
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(base + "frame/"));
  const known = new WeakSet();
  const greet = (frame) => {
    const dark = /dark/.test(getComputedStyle(frame).colorScheme) && matchMedia("(prefers-color-scheme: dark)").matches;
    frame.contentWindow.postMessage({ tg: "hello", dark }, "*");
  };
  addEventListener("message", ({ data, source, origin }) => {
    if (!data || data.tg !== "height" || !(data.value > 0 && data.value < 1e5)) return;
    const frame = frames().find((one) => one.contentWindow === source);
    if (!frame || (origin !== "null" && !base.startsWith(origin + "/"))) return;
    if (!known.has(frame)) greet(frame);
    known.add(frame);
    frame.style.height = Math.ceil(data.value) + "px";
    giveBack(frame, () => data.value);
  });
  frames().forEach(greet);
})();
