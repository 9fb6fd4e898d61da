// What a correction changed: before and after, sentence by sentence, with the words that differ marked.

import { counted, el } from "./dom.js";

/** A list of edits; of more than `most` only that many, and how many are left. */
export function changes(edits, most = Infinity) {
  const shown = edits.slice(0, most);
  return el(
    "ul",
    { class: "changes", "aria-label": "What changed" },
    shown.map(change),
    edits.length > shown.length ? el("li", { class: "more" }, `and ${counted(edits.length - shown.length, "change")} more`) : null,
  );
}

function change(edit) {
  const [before, after] = differing(edit.before ?? "", edit.after ?? "");
  const facts = [...(edit.figures ?? []), ...(edit.names ?? [])];
  return el(
    "li",
    {},
    edit.where ? el("span", { class: "where" }, `${edit.where} `) : null,
    facts.length ? el("span", { class: "facts" }, facts.map((fact) => el("b", { class: "fact" }, fact.replace("->", "→")))) : null,
    edit.before ? el("del", {}, el("span", { class: "unseen" }, "was: "), before) : null,
    edit.after ? el("ins", {}, el("span", { class: "unseen" }, "is: "), after) : null,
  );
}

/** Both sides as nodes: what they share at the beginning and the end plain, the words in between strong. */
function differing(before, after) {
  const [was, is] = [words(before), words(after)];
  const most = Math.min(was.length, is.length);
  let head = 0;
  while (head < most && was[head] === is[head]) head += 1;
  let tail = 0;
  while (tail < most - head && was[was.length - 1 - tail] === is[is.length - 1 - tail]) tail += 1;
  const part = (all) => [
    all.slice(0, head).join(""),
    el("strong", {}, all.slice(head, all.length - tail).join("")),
    all.slice(all.length - tail).join(""),
  ];
  return before && after ? [part(was), part(is)] : [[before], [after]];
}

function words(text) {
  return text.match(/\s+|[^\s]+/g) ?? [];
}
