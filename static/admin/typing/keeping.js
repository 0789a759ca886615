// The storage of this browser: what was typed, by user and address. Nobody else's is ever read.
const PREFIX = "typed:";
const LIFE = 3 * 24 * 3_600_000; // ms
const MOST = 10; // forms
const LONGEST = 500_000; // letters of one form

function list() {
  const found = [];
  for (let at = 0; at < localStorage.length; at++) {
    const key = localStorage.key(at);
    if (key.startsWith(PREFIX)) found.push([key, read(key)?.at ?? 0]);
  }
  return found.sort(([, one], [, other]) => other - one);
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function sweep(most) {
  list().forEach(([key, at], place) => (place >= most || Date.now() - at > LIFE) && localStorage.removeItem(key));
}

// Returns whether there was room.
export function keep(address, fields) {
  const text = JSON.stringify({ at: Date.now(), fields });
  if (text.length > LONGEST) return false;
  for (const most of [MOST, 1, 0]) {
    try {
      sweep(most);
      localStorage.setItem(PREFIX + address, text);
      return true;
    } catch {
      // The storage is full: once more with less of what is older.
    }
  }
  return false;
}

// { at: ms, fields: [[name, value], …] }, or null.
export function find(address) {
  sweep(MOST);
  return read(PREFIX + address);
}

// Makes room for what is typed now. Returns the address under which the earlier text is found.
export function setAside(address) {
  const aside = `${address}#earlier`;
  const kept = localStorage.getItem(PREFIX + address);
  try {
    if (kept) localStorage.setItem(PREFIX + aside, kept);
  } catch {
    return address; // no room for both: it stays where it is
  }
  forget(address);
  return aside;
}

export const forget = (address) => localStorage.removeItem(PREFIX + address);

export function forgetAll(user) {
  for (const [key] of list()) if (key.startsWith(`${PREFIX}${user}:`)) localStorage.removeItem(key);
}
