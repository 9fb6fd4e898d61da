// What is wrong with a query: the line as it was typed, and a mark under the column.

import { el, put } from "./dom.js";

/** Shows a refused query in `node`: where it went wrong, and what was expected there. */
export function showFault(node, query, refused) {
  const { line = 1, column } = refused.problem ?? {};
  node.hidden = false;
  put(node, el("p", { class: "error" }, column ? `Column ${column}${line > 1 ? ` of line ${line}` : ""}: ${refused.message}` : refused.message), column ? pointed(query, line, column) : null);
}

/** Nothing is wrong any more. */
export function clearFault(node) {
  node.hidden = true;
  put(node);
}

function pointed(query, line, column) {
  const text = Array.from(query.split("\n")[line - 1] ?? "");
  const at = Math.max(0, Math.min(column - 1, text.length));
  return el("div", { class: "pointer", "aria-hidden": "true" }, text.slice(0, at).join(""), el("b", {}, text[at] ?? "⏎"), text.slice(at + 1).join(""));
}
