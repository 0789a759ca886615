/** Guides in Vue: `<TreatmentGuide guide="mesotherapy-for-hair" section="safety" @book="…" />`. */
import { h, type FunctionalComponent } from "vue";
import type { Booking, GuideAttributes, ListAttributes, Listeners, Shown, Trouble } from "./index.js";

type Emits = {
  load: (event: CustomEvent<Shown>) => void;
  error: (event: CustomEvent<Trouble>) => void;
  /** Somebody follows a booking link. `preventDefault()` keeps them here. */
  book: (event: CustomEvent<Booking>) => void;
};

function wrap<Attributes extends object>(tag: string): FunctionalComponent<Attributes & Listeners, Emits> {
  const component: FunctionalComponent<Attributes & Listeners, Emits> = (attributes, { emit, slots }) => {
    const listeners = {
      onTgLoad: (event: CustomEvent<Shown>) => emit("load", event),
      onTgError: (event: CustomEvent<Trouble>) => emit("error", event),
      onTgBook: (event: CustomEvent<Booking>) => emit("book", event),
    };
    return h(tag, { ...attributes, ...listeners }, slots.default?.());
  };
  component.emits = ["load", "error", "book"];
  component.inheritAttrs = false; // they are given above
  return component;
}

export const TreatmentGuide = wrap<GuideAttributes>("treatment-guide");
export const TreatmentList = wrap<ListAttributes>("treatment-list");
