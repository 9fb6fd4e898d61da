// The keyboard: one table of keys for a page, said by the help dialog; nothing is taken from somebody who types.

import { byId, el, put } from "./dom.js";

const GO = { d: ["/", "the desk"], s: ["/search", "search"], r: ["/rules", "rules"], h: ["/health", "health"] };
const GO_WAIT = 1500; // milliseconds in which the second key of g-something counts

let table = [];
let going = 0;

/**
 * Listen. `keys` are {keys: ["j"], what: "next", act}; `act` returns false where the key means nothing just now, and
 * the browser gets it.
 */
export function listen(keys) {
  table = [...keys, { keys: ["?"], what: "this help", act: openHelp }];
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" ? isDialog(event.target) : isTyping(event.target)) return;
    if (handle(event.key, event.target) !== false) event.preventDefault();
  });
  byId("help-open").addEventListener("click", openHelp);
}

function handle(key, target) {
  if (going && Date.now() - going < GO_WAIT) {
    going = 0;
    const link = GO[key] && document.querySelector(`nav a[href="${GO[key][0]}"]`);
    if (link) return void link.click();
  }
  going = 0;
  if (key === "g") {
    going = Date.now();
    return undefined;
  }
  if (key === "Enter" && target.closest("a, button, summary, select")) return false;
  const found = table.find((each) => each.keys.includes(key));
  return found ? found.act() : false;
}

function isTyping(target) {
  return Boolean(target.closest("input, textarea, select, [contenteditable], dialog[open]"));
}

function isDialog(target) {
  return Boolean(target.closest("dialog[open]")); // a dialog closes itself
}

function openHelp() {
  const dialog = byId("help");
  const goes = Object.entries(GO).filter(([, [href]]) => document.querySelector(`nav a[href="${href}"]`));
  const lines = [
    ...table.map(({ keys, what }) => [keys.map(shown), what]),
    ...goes.map(([key, [, what]]) => [["g " + key], `go to ${what}`]),
  ];
  put(byId("help-keys"), lines.map(([keys, what]) => [el("dt", {}, keys.map((key) => [el("kbd", {}, key), " "])), el("dd", {}, what)]));
  dialog.showModal();
}

function shown(key) {
  return { Escape: "Esc", " ": "Space", ArrowDown: "↓", ArrowUp: "↑" }[key] ?? key;
}
