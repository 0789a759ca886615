// Whether the session of this page still lasts.
import { words } from "./notices.js";

const PATIENCE = 10_000; // ms

// "ours", "ended", "other" (somebody else has logged in) or "offline"
export async function ask() {
  try {
    const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(words.dataset.session, { headers, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 403) return "ended";
    if (!answer.ok) return "offline";
    const { user, token } = await answer.json();
    if (String(user) !== words.dataset.user) return "other";
    renew(token);
    return "ours";
  } catch {
    return "offline";
  }
}

// A log-in in another tab changes the token: forms and scripts of this page would be refused.
function renew(token) {
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = token;
}
