// What every page shares: colours, keys, ticking ages, and a line that speaks to everybody.

import { byId } from "./dom.js";
import { listen } from "./keys.js";
import { themeButton } from "./theme.js";
import { startTicking } from "./times.js";

/** Start a page's shell with the page's own keys. */
export function startShell(keys = []) {
  themeButton(byId("theme"));
  startTicking();
  listen(keys);
}

/** Say something in the line that screen readers read out when they have finished. */
export function say(text) {
  byId("said").textContent = text;
}
