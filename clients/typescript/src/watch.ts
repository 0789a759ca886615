import type { Release } from "./types.js";

/** Who says which release is the newest: a Client, or whatever reads `release/` in its own way. */
export interface Teller<Said extends { number: number }> {
  release(): Promise<Said>;
}

export interface WatchOptions {
  /** Within so many seconds a change is noticed, and `changed` begun. */
  seconds?: number;
  /** Called after each question, with what went wrong if it did. Nothing else is said of it: it is asked again later. */
  asked?: (error?: unknown) => void;
}
export interface Watch {
  /** Ask now, if the page is seen: for an app that hears in its own way that it came back to the front. */
  ask(): Promise<void>;
  /** Call `changed` after the next question, whatever that says: something of it was not to be had. */
  again(): void;
  stop(): void;
}
/** The longest wait after failures. */
const MOST_SECONDS = 600;

/**
 * Ask for the newest release when the page comes back (to the front, or out of the browser's history) or the network
 * returns, and about every minute while the page is seen. `changed` is called where it is another one than last time,
 * and the first time. If it fails, it is called again after the next question.
 */
export function watch<Said extends { number: number } = Release>(
  client: Teller<Said>,
  changed: (release: Said) => unknown,
  { seconds = 60, asked = () => {} }: WatchOptions = {},
): Watch {
  const page = globalThis.document as Document | undefined; // node and React Native have none
  let known: number | undefined;
  let failures = 0;
  let earliest = 0;
  let isAsking = false;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // At random, so that not all ask in the same second.
  const between = (least: number, most: number) => (least + Math.random() * (most - least)) * seconds * 1000;

  async function compare() {
    const release = await client.release();
    if (release.number === known) return;
    // By then every process of the server knows it.
    await new Promise((resolve) => setTimeout(resolve, between(0.025, 0.06)));
    await changed(release);
    known = release.number;
  }

  async function ask() {
    if (isAsking || isOver || page?.hidden || Date.now() < earliest) return;
    isAsking = true;
    clearTimeout(timer);
    let wait = between(0.7, 0.85);
    try {
      await compare();
      failures = 0;
      asked();
    } catch (error) {
      const told = ((error as { retryAfter?: number } | null)?.retryAfter ?? 0) * 1000;
      earliest = Date.now() + told;
      wait = Math.max(Math.min(wait * 2 ** ++failures, MOST_SECONDS * 1000), told);
      asked(error);
    }
    isAsking = false;
    if (!isOver) timer = setTimeout(ask, wait);
  }

  const comeBack = (event: Event) => {
    if ((event as PageTransitionEvent).persisted) void ask();
  };

  timer = setTimeout(ask, between(0.7, 0.85));
  page?.addEventListener("visibilitychange", ask);
  globalThis.addEventListener?.("online", ask);
  globalThis.addEventListener?.("pageshow", comeBack);
  return {
    ask,
    again() {
      known = undefined;
    },
    stop() {
      isOver = true;
      clearTimeout(timer);
      page?.removeEventListener("visibilitychange", ask);
      globalThis.removeEventListener?.("online", ask);
      globalThis.removeEventListener?.("pageshow", comeBack);
    },
  };
}
