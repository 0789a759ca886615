/** Fills a store from an archive that an app ships: `import { load } from "treatment-guides/bundle"`. */
import type { Store } from "./store.js";
import { alone, nameOf, type Selection } from "./sync.js";
import type { SyncPage } from "./types.js";
import { readZip, type Entry } from "./zip.js";

type Bytes = Uint8Array<ArrayBuffer>;
export type Archive = Uint8Array | ArrayBuffer;
/** The format that is read here. */
const FORMAT = 1;
/** The longest manifest: it is read before it is known to be ours. */
const MOST_MANIFEST = 16 * 1024 * 1024;

/** The archive is not whole, not signed by that key, or not of what the app syncs. Nothing of it was kept. */
export class BundleError extends Error {
  override name = "BundleError";
}

/** What a platform must have. Give your own where it lacks any of them, as React Native does. */
export interface Platform {
  /** Ed25519. */
  verify(signature: Bytes, message: Bytes, publicKey: Bytes): boolean | Promise<boolean>;
  sha256(bytes: Bytes): Uint8Array | Promise<Uint8Array>;
  /** Of raw deflate; throws where more than `size` bytes come out. */
  inflate(bytes: Bytes, size: number): Uint8Array | Promise<Uint8Array>;
}
export interface LoadOptions {
  /** `public_key` of the server's `bundles/`, as it is written there. It stands in your code: what an archive says of itself proves nothing. */
  publicKey: string;
  /** What the app syncs: the archive must be of just that, so that sync goes on from it. */
  selection: Selection;
  /** Called with each picture before the store is filled; `name` is the last part of its address. */
  onPicture?: (name: string, bytes: Uint8Array) => unknown;
  platform?: Partial<Platform>;
}
interface Manifest {
  format: number;
  locales: string[];
  branch: string | null;
  files: { path: string; bytes: number; sha256: string }[];
}

/**
 * Fill a store in which nothing is kept yet; `sync` goes on from there. False where something is: then the archive, which
 * may be given as a function, is not even read. Throws a BundleError; the store is then as it was.
 */
export function load(
  store: Store,
  archive: Archive | (() => Archive | Promise<Archive>),
  { publicKey, selection, onPicture, platform }: LoadOptions,
): Promise<boolean> {
  return alone(async () => {
    if (await store.readState()) return false;
    const given = typeof archive === "function" ? await archive() : archive;
    const files = await check(new Uint8Array(given as ArrayBuffer), publicKey, { ...WEB, ...platform });
    const page = JSON.parse(decode(files.get("page.json")!)) as SyncPage;
    agree(JSON.parse(decode(files.get("manifest.json")!)), selection, page);
    for (const [path, bytes] of files) {
      if (path.startsWith("pictures/")) await onPicture?.(path.slice("pictures/".length), bytes);
    }
    const known = { selection: nameOf(selection), syncToken: page.next_sync_token, pageToken: null, recalls: page.recalls ?? [] };
    await store.write(page.items, { ...known, shown: 1, making: 1 });
    return true;
  });
}

/** Every file of the archive, once all of them are known to be those that were signed. */
async function check(zip: Bytes, publicKey: string, platform: Platform): Promise<Map<string, Bytes>> {
  const entries = await attempt(async () => readZip(zip), "The archive is cut off, or none of ours.");
  const read = async (path: string, size: number): Promise<Bytes> => {
    const entry = entries.get(path);
    if (!entry || entry.size !== size) throw new BundleError(`The archive lacks ${path}, or a part of it.`);
    return open(entry, path, platform);
  };
  const size = (path: string) => Math.min(entries.get(path)?.size ?? 0, MOST_MANIFEST);
  const message = await read("manifest.json", size("manifest.json"));
  const signature = await read("manifest.sig", size("manifest.sig"));
  const isOurs = await attempt(
    async () => platform.verify(fromBase64(decode(signature)), message, fromBase64(publicKey)),
    "The signature can't be checked here: see `platform`.",
  );
  if (!isOurs) throw new BundleError("The archive was not signed by the holder of this key.");
  const manifest = JSON.parse(decode(message)) as Manifest;
  if (manifest.format !== FORMAT) throw new BundleError(`The archive has format ${manifest.format}; read here is ${FORMAT}.`);
  if (entries.size !== manifest.files.length + 2) throw new BundleError("The archive has files that were not signed.");
  const files = new Map([["manifest.json", message]]);
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = await read(path, bytes);
    if (toHex(await platform.sha256(content)) !== sha256) throw new BundleError(`${path} is not as it was signed.`);
    files.set(path, content);
  }
  return files;
}

/** An archive of something else would be shown until the first sync, and then be thrown away. */
function agree(manifest: Manifest, { locales = [], types, branch, fields, text }: Selection, page: SyncPage) {
  const own = page.items.filter((item) => item.type === "branch" && item.id === manifest.branch);
  const names = [manifest.branch ?? undefined, ...own.map((item) => item.slug ?? undefined)];
  const isSame = [...locales].sort().join() === [...manifest.locales].sort().join() && names.includes(branch);
  if (!isSame || types || fields || text) {
    const of = manifest.branch ? ` and of the branch ${own[0]?.slug ?? manifest.branch}` : "";
    throw new BundleError(`The archive is of ${manifest.locales.join()}${of}, whole: sync by that very selection.`);
  }
}

async function open({ bytes, isCompressed, size }: Entry, path: string, platform: Platform): Promise<Bytes> {
  const why = `${path} is damaged.`;
  const content = isCompressed ? await attempt(async () => platform.inflate(bytes, size), why) : bytes;
  if (content.length !== size) throw new BundleError(why);
  return content as Bytes;
}

async function attempt<Value>(work: () => Promise<Value>, why: string): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw new BundleError(why, { cause });
  }
}

const decode = (bytes: Bytes) => new TextDecoder().decode(bytes);
const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const toHex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What browsers and node have. */
const WEB: Platform = {
  async verify(signature, message, publicKey) {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", key, signature, message);
  },
  async sha256(bytes) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  },
  async inflate(bytes, size) {
    const pieces = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const whole = new Uint8Array(size);
    let at = 0;
    for (let read = await pieces.read(); !read.done; read = await pieces.read()) {
      whole.set(read.value, at); // throws where it would go beyond the end
      at += read.value.length;
    }
    return whole.subarray(0, at);
  },
};
