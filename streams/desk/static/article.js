// The text of a report with what was found in it: names by kind, dates, and the words that made rules match.

import { el } from "./dom.js";
import { layered } from "./spans.js";

// Letter and word of each kind: the letter stands in the text, so that kinds can be told without colour.
const KINDS = {
  PERSON: ["P", "person"],
  ORG: ["O", "organisation"],
  LOC: ["L", "place"],
  NORP: ["N", "nationality or group"],
  MONEY: ["M", "money"],
  MISC: ["X", "other name"],
};

/** The text, its legend with a switch for each layer, as one section. `record` is the routed article. */
export function articleText(record) {
  const text = wholeText(record.article);
  const spans = [...names(record), ...dates(record), ...matches(record)];
  const body = el("div", { class: record.article.headline ? "text headed" : "text" }, paragraphs(text, spans));
  const layers = new Map();
  for (const { kind, word, letter } of spans) layers.set(kind, { word, letter, count: (layers.get(kind)?.count ?? 0) + 1 });
  return [legend(layers, body), body];
}

/** Headline and paragraphs joined by a blank line: what offsets count in. */
export function wholeText(article) {
  return (article.headline ? [article.headline, ...(article.body ?? [])] : (article.body ?? [])).join("\n\n");
}

function names(record) {
  return (record.entities ?? [])
    .filter(({ label }) => label !== "DATE") // the dates' own spans say more
    .map(({ start, end, label, name, text, place }) => {
      const [letter, word] = KINDS[label] ?? ["·", label.toLowerCase()];
      const said = [word, name && name !== text ? name : null, place?.country].filter(Boolean).join(", ");
      return { start, end, kind: KINDS[label] ? label : "MISC", word: KINDS[label] ? word : "other name", letter, said };
    });
}

function dates(record) {
  return (record.dates ?? []).map(({ start, end, value, text }) => {
    return { start, end, kind: "DATE", word: "date", letter: "D", said: value === text ? "date" : `date, ${value}` };
  });
}

function matches(record) {
  return (record.verdict?.matches ?? []).flatMap(({ rule, marks }) =>
    (marks ?? [])
      .filter(({ field }) => !field || field === "text")
      .map(({ start, end }) => ({ start, end, kind: "MATCH", word: "matched", letter: "", said: `matched by ${rule}` })),
  );
}

/** Paragraphs are parted at blank lines; a span that would cross one ends with it. */
function paragraphs(text, spans) {
  const nodes = [];
  let offset = 0;
  for (const part of text.split("\n\n")) {
    const length = Array.from(part).length;
    const inside = spans
      .filter(({ start, end }) => start < offset + length && end > offset)
      .map((span) => ({ ...span, start: Math.max(0, span.start - offset), end: Math.min(length, span.end - offset) }));
    nodes.push(el("p", {}, layered(part, inside, wrap)));
    offset += length + 2;
  }
  return nodes;
}

function wrap(content, spans, first) {
  let node = content;
  const name = spans.find(({ kind }) => kind !== "MATCH");
  if (spans.some(({ kind }) => kind === "MATCH")) node = el("mark", {}, node);
  if (!name) return node;
  const letter = first.includes(name) ? el("sup", { class: "letter", "aria-hidden": "true" }, name.letter) : null;
  return el("span", { class: `found k-${name.kind}`, title: name.said }, node, letter);
}

function legend(layers, body) {
  const order = ["MATCH", "DATE", ...Object.keys(KINDS)].filter((kind) => layers.has(kind));
  return el(
    "fieldset",
    { class: "legend" },
    el("legend", { class: "unseen" }, "Marked in the text"),
    order.map((kind) => {
      const { word, letter, count } = layers.get(kind);
      const box = el("input", { type: "checkbox", checked: true, onchange: () => body.classList.toggle(`without-${kind}`, !box.checked) });
      const sample = kind === "MATCH" ? el("mark", {}, word) : el("span", { class: `found k-${kind}` }, word, el("sup", { class: "letter", "aria-hidden": "true" }, letter));
      return el("label", {}, box, " ", sample, ` ${count}`);
    }),
  );
}
