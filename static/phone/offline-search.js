/** Searches the copy without a network, in a worker: making its index takes a slow phone seconds, and no screen waits. */
let worker;
let asked = 0;
const waiting = new Map();

function start() {
  worker = new Worker("/app/offline-search.js", { type: "module" }); // there the service worker has charge of it
  worker.onmessage = ({ data: { id, answer, fault } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (fault) reject(new Error(fault));
    else resolve(answer);
  };
  worker.onerror = (event) => { // it could not be loaded, or has failed: a new one is tried the next time
    event.preventDefault();
    worker.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error("The search can't be loaded."));
    waiting.clear();
  };
}

function ask(question) {
  if (!worker) start();
  return new Promise((resolve, reject) => {
    waiting.set(++asked, { resolve, reject });
    worker.postMessage({ id: asked, ...question });
  });
}

/** Have the index ready before anybody asks. */
export const prepare = (locales) => ask({ locales });

/** As the server answers: `found` and `corrected`. `branch`: an id. */
export const searchCopy = (question, locales, branch) => ask({ question, locales, branch });
