// Why a rule is true of a report: its query as a tree, each part with its verdict and what nearly matched.

import { el } from "./dom.js";

/** One rule's explanation; `match` is what the verdict kept of it. */
export function whyRule(tree, rule, name = null) {
  return el(
    "details",
    { class: "why", open: true },
    el("summary", {}, el("span", { class: "rule" }, name ?? rule), " ", el("code", {}, tree.text)),
    el("ul", { class: "tree" }, part(tree)),
  );
}

function part(tree) {
  const words = [...new Set((tree.marks ?? []).map(({ text }) => text))];
  const leaf = !(tree.parts ?? []).length;
  return el(
    "li",
    { class: tree.verdict ? "true" : "false" },
    el("span", { class: "verdict" }, tree.verdict ? "✓ true" : "✗ false"),
    " ",
    el("code", {}, tree.text),
    " ",
    el("span", { class: "because" }, tree.why),
    leaf && words.length ? [" ", words.slice(0, 6).map((word) => [el("mark", {}, word), " "])] : null,
    (tree.near_misses ?? []).map((miss) => el("div", { class: "nearly" }, `nearly: ${miss}`)),
    leaf ? null : el("ul", {}, tree.parts.map(part)),
  );
}
