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

  class Embed extends HTMLElement {
    static observedAttributes = ["guide", "section", "branch", "locale", "scheme", "category"];
    #asked = null;
    #seen = null;

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
      return url;
    }

    async load() {
      if (this.#asked) this.#asked.abort();
      const asked = (this.#asked = new AbortController());
      const patience = setTimeout(() => asked.abort(), 20000);
      try {
        const answer = await fetch(this.address, { signal: asked.signal, credentials: "omit", referrerPolicy: "no-referrer" });
        if (!/json/.test(answer.headers.get("content-type"))) throw new Error("HTTP " + answer.status);
        const data = await answer.json();
        if (!data.nodes) throw new Error(data.detail || "HTTP " + answer.status);
        this.show(data);
      } catch (error) {
        if (asked !== this.#asked || !this.isConnected) return;
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
