/** A page in Vue: `show` mounts a guide, changes its attributes, or takes it away (null). */
import { createApp, h, nextTick, shallowRef } from "vue";
import { define } from "treatment-guides/embeds";
import { TreatmentGuide } from "treatment-guides/vue";

const given = shallowRef(null);
const told = { onLoad: ({ detail }) => window.loaded(detail), onBook: (event) => event.preventDefault() };
const read = { default: () => "Read it there" };
createApp({ render: () => given.value && h(TreatmentGuide, { ...told, ...given.value }, read) }).mount("main");
window.start = define;
window.show = async (next) => {
  given.value = next;
  await nextTick();
};
