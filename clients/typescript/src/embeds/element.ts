/** <treatment-guide> and <treatment-list>: docs/embeds.md. */
import { watch, type Watch } from "../watch.js";
import { findCampaign, passOn } from "./campaign.js";
import { build, type TreeNode } from "./nodes.js";
import { tell, type Beacon } from "./notes.js";
import { isFinal, read, share, type Failure } from "./reading.js";
import { fitSpace, keepSpace, setSpace } from "./space.js";

/** What is shown: empty where it has none. */
export interface Shown {
  guide: string;
  section: string;
  branch: string;
  locale: string;
  digest: string;
}
export interface Trouble {
  /** The server's own sentence, where it gave one. */
  message: string;
  /** HTTP status; 0 where there was no answer. */
  status: number;
}
export interface Booking extends Shown {
  /** Where the link leads, the page's campaign in it. */
  url: string;
}
interface Answer {
  status: number;
  css: string;
  nodes: TreeNode;
  beacon: Omit<Beacon, "shown"> | null;
  shown: Shown;
}

const ATTRIBUTES = ["guide", "section", "branch", "locale", "scheme", "category", "variant", "heading"];

/** Tell the browser the two elements. `base` is the product's address of embeds: "https://guides.example/embed/". */
export function register(base: string): void {
  /** All that stand in a page and have asked: they hear of each release. */
  const open = new Set<Embed>();
  let release = 0;
  let watching: Watch | undefined;

  function keepWatch() {
    if (!open.size) watching?.stop();
    if (!open.size) watching = undefined;
    else watching ??= watch({ release: async () => JSON.parse(await read(`${base}../api/v1/release/`, /json/)) }, lookAgain);
  }

  async function lookAgain({ number }: { number: number }) {
    release = number;
    const all = await Promise.all([...open].map((embed) => embed.load()));
    if (all.includes(false)) throw new Error();
  }

  class Embed extends HTMLElement {
    static observedAttributes = ATTRIBUTES;
    /** Somebody is near, or need not be: it may ask. */
    #mayAsk = false;
    #isDue = false;
    /** Counts questions. Only the answer to the newest one is shown. */
    #turn = 0;
    /** The address whose words are shown, and the words. */
    #address = "";
    #text = "";
    #beacon: Beacon | null = null;
    #shown: Partial<Shown> = {};
    #nearness: IntersectionObserver | undefined;
    #sizes = new ResizeObserver(() => this.#fit());
    #isOrdinary = true;
    /** Somebody has clicked, and waits for the words. */
    #isAwaited = false;

    connectedCallback() {
      if (open.has(this)) return; // it was moved
      const loading = this.getAttribute("loading");
      if (loading === "click" && !this.#mayAsk) this.addEventListener("click", this.#begin);
      else if (!this.#address) keepSpace(this);
      else this.#watchSize();
      if (this.#mayAsk || loading === "eager") this.#ask();
      else if (loading !== "click") {
        this.#nearness ??= new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && this.#ask(), {
          rootMargin: "800px",
        });
        this.#nearness.observe(this);
      }
    }

    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#nearness?.disconnect();
        this.#sizes.disconnect();
        open.delete(this);
        keepWatch();
      });
    }

    attributeChangedCallback(_name: string, before: string | null, now: string | null) {
      if (before !== now && this.#mayAsk) this.#ask();
    }

    /** A click on what stands inside loads it. If that fails, a link there is a link again. */
    #begin = (event: Event) => {
      this.removeEventListener("click", this.#begin);
      event.preventDefault();
      this.#isAwaited = true;
      this.#ask();
    };

    /** Ask soon: attributes that change together are one question. */
    #ask() {
      this.#nearness?.disconnect();
      this.#mayAsk = true;
      if (this.#isDue) return;
      this.#isDue = true;
      queueMicrotask(() => {
        this.#isDue = false;
        if (!this.isConnected) return;
        open.add(this);
        keepWatch();
        this.load().then((isRead) => isRead === false && watching?.again());
      });
    }

    #find(): string {
      const given = (name: string) => this.getAttribute(name) ?? "";
      const part = (name: string) => (given(name) ? `${encodeURIComponent(given(name))}/` : "");
      const isList = this.localName === "treatment-list";
      if (!isList && !given("guide")) return "";
      const branch = isList && part("branch");
      const path = isList ? (branch ? `branches/${branch}` : "guides/") : `guides/${part("guide")}${part("section")}`;
      const url = new URL(`nodes/${path}`, base);
      for (const name of ATTRIBUTES.slice(2))
        if (given(name) && !(branch && name === "branch")) url.searchParams.set(name, given(name));
      return url.href;
    }

    /** Show what its attributes name. What is shown already stays if that fails. False: it is worth another try. */
    async load(): Promise<boolean | undefined> {
      const address = this.#find();
      const turn = ++this.#turn;
      if (address !== this.#address) this.#takeAway();
      if (!address) return;
      const url = new URL(address);
      if (release) url.searchParams.set("_", String(release)); // under which no cache has an older answer
      try {
        const text = await share(url.href);
        if (turn !== this.#turn || !this.isConnected) return;
        if (text !== this.#text) this.#show(JSON.parse(text));
        this.#text = text;
        this.#address = address;
      } catch (error) {
        if (turn !== this.#turn || !this.isConnected) return;
        this.#isAwaited = false; // what comes later takes nobody away from what they do by then
        const { message, status = 0 } = error as Failure;
        if (address !== this.#address) {
          setSpace(this, 0);
          this.#say("tg-error", { message, status });
        }
        return isFinal({ status });
      }
    }

    /** Words never stand under attributes that aren't theirs: until others are there, what stands inside is shown. */
    #takeAway() {
      if (!this.#address) return;
      setSpace(this, this.offsetHeight);
      this.#sizes.disconnect();
      this.shadowRoot?.replaceChildren(document.createElement("slot"));
      this.#address = this.#text = "";
    }

    #show({ status, css, nodes, beacon, shown }: Answer) {
      const root = this.shadowRoot ?? this.#open();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      const box = build(nodes) as HTMLElement;
      const campaign = findCampaign(location.search);
      for (const link of box.querySelectorAll<HTMLAnchorElement>("a[data-click]")) link.href = passOn(link.href, campaign);
      root.adoptedStyleSheets = [sheet];
      root.replaceChildren(box);
      this.#shown = shown;
      this.#beacon = beacon && { ...beacon, shown: { ...shown } };
      this.#isOrdinary = status === 200;
      this.#watchSize();
      this.#tell("shown");
      this.#say("tg-load", shown);
      if (this.#isAwaited) this.#focus();
    }

    #watchSize() {
      this.#sizes.disconnect();
      this.#sizes.observe(this.shadowRoot?.firstElementChild as Element);
    }

    #fit() {
      const height = this.shadowRoot?.firstElementChild?.getBoundingClientRect().height ?? 0;
      if (this.#isOrdinary) fitSpace(this, height);
      else setSpace(this, 0);
    }

    /** What was clicked is gone: who reads by ear or by keyboard goes on in the words. */
    #focus() {
      this.#isAwaited = false;
      const box = this.shadowRoot?.firstElementChild as HTMLElement;
      box.tabIndex = -1;
      box.focus();
    }

    #open(): ShadowRoot {
      const root = this.attachShadow({ mode: "open" });
      root.addEventListener("click", (event) => {
        const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-click]");
        if (!link) return;
        this.#tell("booking");
        if (!this.#say("tg-book", { ...this.#shown, url: link.href }, true)) event.preventDefault();
      });
      return root;
    }

    #tell(what: "shown" | "booking") {
      tell(this.#beacon, what, "element", location.hostname);
    }

    #say(name: string, detail: unknown, cancelable = false) {
      return this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail }));
    }
  }

  for (const name of ["treatment-guide", "treatment-list"])
    if (!customElements.get(name)) customElements.define(name, class extends Embed {});
}
