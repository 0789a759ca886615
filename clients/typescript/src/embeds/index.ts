/** Guides in an app of one's own: `import { define } from "treatment-guides/embeds"`. */
import { register, type Booking, type Shown, type Trouble } from "./element.js";

export type { Booking, Shown, Trouble };
/** The attributes of both elements: docs/embeds.md. */
interface Common {
  branch?: string | undefined;
  locale?: string | undefined;
  scheme?: "light" | "dark" | undefined;
  /** "short": the summary, the facts and a link to the rest. */
  variant?: "short" | undefined;
  /** The level of the title: 2 to 4. */
  heading?: number | `${number}` | undefined;
  reserve?: string | undefined;
  /** When it asks the product: when somebody is near (without it), at once, or when somebody clicks what stands inside. */
  loading?: "eager" | "click" | undefined;
}
export interface GuideAttributes extends Common {
  /** Id (never changes) or slug. */
  guide: string;
  section?: "mechanism" | "process" | "sessions" | "safety" | "combinations" | undefined;
}
export interface ListAttributes extends Common {
  category?: string | undefined;
}
/** What both wrappers tell. */
export interface Listeners {
  onLoad?: (event: CustomEvent<Shown>) => void;
  onError?: (event: CustomEvent<Trouble>) => void;
  /** Somebody follows a booking link. `preventDefault()` keeps them here. */
  onBook?: (event: CustomEvent<Booking>) => void;
}

/** Tell the browser <treatment-guide> and <treatment-list> of the product at that address. On a server it does nothing. */
export function define(address: string): void {
  if (globalThis.customElements) register(new URL("/embed/", address).href);
}

declare global {
  interface HTMLElementEventMap {
    "tg-load": CustomEvent<Shown>;
    "tg-error": CustomEvent<Trouble>;
    "tg-book": CustomEvent<Booking>;
  }
}
