// Notices above everything, in words that the page brings (templates/admin/typing.html).
export const words = document.getElementById("typing");
const place = document.createElement("div");
place.className = "typing-notices";

const find = (name) => place.querySelector(`[data-notice=${name}]`);

export const hide = (name) => find(name)?.remove();

// `actions`: what the notice's buttons do, by their names; `moment`: for its <time>.
export function show(name, { moment, ...actions } = {}) {
  if (find(name)) return;
  const notice = words.content.querySelector(`[data-notice=${name}]`).cloneNode(true);
  const time = notice.querySelector("time");
  if (time) {
    const { lang } = document.documentElement;
    time.textContent = new Date(moment).toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" });
  }
  for (const button of notice.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      notice.remove();
      actions[button.name]();
    });
  }
  (document.getElementById("main") ?? document.body).prepend(place);
  place.append(notice);
}
