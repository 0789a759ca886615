/** The script that websites paste: elements, and frames that size themselves. Its own address says whose they are. */
import { register } from "./element.js";
import { sizeFrames } from "./frames.js";

const found = document.currentScript ?? document.querySelector('script[src*="/embed/v1."]'); // a module has none
const base = new URL(".", (found as HTMLScriptElement).src).href;
register(base);
sizeFrames(base);
