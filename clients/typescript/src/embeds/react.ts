/** Guides in React: `<TreatmentGuide guide="mesotherapy-for-hair" section="safety" />`. Children are shown until then. */
import { createElement, useEffect, useRef, type ReactNode } from "react";
import type { GuideAttributes, ListAttributes, Listeners } from "./index.js";

type Shared = Listeners & { children?: ReactNode; className?: string };

export function TreatmentGuide(props: GuideAttributes & Shared): ReactNode {
  return useEmbed("treatment-guide", props);
}

export function TreatmentList(props: ListAttributes & Shared): ReactNode {
  return useEmbed("treatment-list", props);
}

function useEmbed(tag: string, { onLoad, onError, onBook, className, children, ...attributes }: ListAttributes & Shared) {
  const element = useRef<HTMLElement>(null);
  const heard = useRef<Listeners>({});
  useEffect(() => {
    heard.current = { ...(onLoad && { onLoad }), ...(onError && { onError }), ...(onBook && { onBook }) };
  });
  useEffect(() => {
    const box = element.current;
    if (!box) return;
    const over = new AbortController();
    const options = { signal: over.signal };
    box.addEventListener("tg-load", (event) => heard.current.onLoad?.(event), options);
    box.addEventListener("tg-error", (event) => heard.current.onError?.(event), options);
    box.addEventListener("tg-book", (event) => heard.current.onBook?.(event), options);
    return () => over.abort();
  }, []);
  // React 18 writes `className` of such an element as it stands.
  return createElement(tag, { ...attributes, class: className, ref: element }, children);
}
