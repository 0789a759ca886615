import { Problem, type Client } from "./client.js";
import type { Release } from "./types.js";

export interface WatchOptions {
  /** Within so many seconds a change is noticed, and `changed` begun. */
  seconds?: number;
  /** Called after each question, with what went wrong if it did. Nothing else is said of it: it is asked again later. */
  asked?: (error?: unknown) => void;
}
export interface Watch {
  /** Ask now, if the page is seen: for an app that hears in its own way that it came back to the front. */
  ask(): Promise<void>;
  stop(): void;
}
/** The longest wait after failures. */
const MOST_SECONDS = 600;

/**
 * Ask for the newest release when the page comes back to the front or the network returns, and about every minute while
 * the page is seen. `changed` is called where it is another one than last time, and the first time. If it fails, it is
 * called again after the next question.
 */
export function watch(
  client: Client,
  changed: (release: Release) => unknown,
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
      const told = error instanceof Problem ? error.retryAfter * 1000 : 0;
      earliest = Date.now() + told;
      wait = Math.max(Math.min(wait * 2 ** ++failures, MOST_SECONDS * 1000), told);
      asked(error);
    }
    isAsking = false;
    if (!isOver) timer = setTimeout(ask, wait);
  }

  timer = setTimeout(ask, between(0.7, 0.85));
  page?.addEventListener("visibilitychange", ask);
  globalThis.addEventListener?.("online", ask);
  return {
    ask,
    stop() {
      isOver = true;
      clearTimeout(timer);
      page?.removeEventListener("visibilitychange", ask);
      globalThis.removeEventListener?.("online", ask);
    },
  };
}
