// What an app of React Native reads, over its own URL, which has less than a browser's. Run by node, as Metro has bundled it.
import { Client, Copy, MemoryStore, sync } from "treatment-guides";

globalThis.nativeModuleProxy = {}; // node has no native modules
const { URL, URLSearchParams } = require("react-native/Libraries/Blob/URL");
Object.assign(globalThis, { URL, URLSearchParams });

async function read(address) {
  const client = new Client(address, { locale: "en" });
  const store = new MemoryStore();
  await sync(client, store, { locales: ["en", "hi"], text: "plain" });
  const copy = await Copy.open(store);
  console.log(copy.search("does it hurt", ["en"])[0].guide.title);
  console.log((await client.guide("mesotherapy-for-hair", { fields: "title,slug" })).title);
}
read(process.argv[2]);
