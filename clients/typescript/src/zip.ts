/** Reads the archives of `bundles/`: ZIP files without a comment, of less than 4 GB. */

export interface Entry {
  /** As it lies in the archive: compressed, where `isCompressed`. */
  bytes: Uint8Array<ArrayBuffer>;
  isCompressed: boolean;
  /** Its length when it is not compressed. */
  size: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** Path -> file. Throws an Error where it is no whole archive. */
export function readZip(zip: Uint8Array<ArrayBuffer>): Map<string, Entry> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const expect = (at: number, sign: number) => {
    if (view.getUint32(at, true) !== sign) throw new RangeError("no such record");
  };
  const end = zip.length - 22;
  expect(end, END);
  const count = view.getUint16(end + 10, true);
  const found = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  for (let number = 0; number < count; number++) {
    expect(at, CENTRAL);
    const [length, size, local] = [at + 20, at + 24, at + 42].map((place) => view.getUint32(place, true)) as [number, number, number];
    const [name, extra, comment] = [at + 28, at + 30, at + 32].map((place) => view.getUint16(place, true)) as [number, number, number];
    expect(local, LOCAL);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + length > zip.length) throw new RangeError("beyond the end");
    const path = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + name));
    found.set(path, { bytes: zip.subarray(start, start + length), isCompressed: view.getUint16(at + 10, true) === 8, size });
    at += 46 + name + extra + comment;
  }
  return found;
}
