// A story as a row of the desk: headline, source, time and age, rules, urgency, the matched words in their sentence.

import { changes } from "./changes.js";
import { counted, el } from "./dom.js";
import { marked } from "./spans.js";
import { ageElement, timeElement } from "./times.js";

const WORDS = { 1: "ring at once", 2: "urgent", 3: "ordinary", 4: "low", 5: "for the record" };
const KINDS = { update: "Updated", correction: "Corrected", withdrawal: "Withdrawn" };

/** The row of a story, whole; called again when the story changes. */
export function storyRow(story, place) {
  const { row } = story;
  const id = `row-${place}`;
  return el(
    "article",
    {
      class: `row${story.withdrawn ? " withdrawn" : ""}${story.acks.length ? " acked" : ""}`,
      id,
      dataset: { key: story.key, urgency: String(row.urgency ?? "") },
      tabindex: "-1",
      "aria-labelledby": `${id}-title`,
      "aria-describedby": `${id}-meta`,
    },
    urgency(row.urgency),
    el("div", { class: "when" }, timeElement(row.at), el("br"), ageElement(row.at)),
    el(
      "div",
      { class: "what" },
      el("h3", { id: `${id}-title`, class: row.headline_is === "first-sentence" ? "lead" : null }, badges(story), headline(story)),
      el("p", { class: "meta", id: `${id}-meta` }, meta(story)),
      row.extract?.text ? el("p", { class: "extract" }, marked(row.extract.text, row.extract.marks ?? [])) : null,
      row.edits?.length && row.kind !== "withdrawal" ? changes(row.edits, 2) : null,
      acks(story.acks),
    ),
  );
}

/** The urgency as a figure in a shape: the most urgent filled, so that it can be told without colour. */
export function urgency(value) {
  if (!value) return el("span", { class: "urgency u-none" }, el("span", { class: "unseen" }, "no urgency"));
  const said = `urgency ${value}, ${WORDS[value] ?? ""}`;
  return el("span", { class: `urgency u-${value}`, title: said }, el("span", { "aria-hidden": "true" }, String(value)), el("span", { class: "unseen" }, said));
}

function headline({ row, withdrawn }) {
  const text = row.headline || "(no headline)";
  const href = `/story/${row.story.split("/").map(encodeURIComponent).join("/")}${row.replay ? `?replay=${encodeURIComponent(row.replay)}` : ""}`;
  return el("a", { href, tabindex: "-1" }, withdrawn ? el("del", {}, text) : text);
}

function badges({ row, withdrawn }) {
  const kind = withdrawn ? "withdrawal" : row.kind;
  return [
    KINDS[kind] ? [el("span", { class: `badge b-${kind}` }, KINDS[kind]), " "] : null,
    row.replay ? [el("span", { class: "badge b-replay", title: row.replay }, "Replay"), " "] : null,
  ];
}

function meta({ row, rows }) {
  const versions = Math.max(row.versions ?? 1, rows.length);
  return [
    el("span", { class: "source" }, row.source),
    row.slug ? el("span", { class: "slug" }, row.slug) : null,
    (row.rules ?? []).map((rule) => el("span", { class: "rule", title: rule.id }, rule.name || rule.id)),
    versions > 1 ? el("span", {}, counted(versions, "version")) : null,
    row.also?.length ? el("span", {}, `also carried by ${names(row.also)}`) : null,
  ].flat().filter(Boolean).flatMap((part, n) => (n ? [" ", part] : [part]));
}

function names(also) {
  const sources = [...new Set(also.map(({ source }) => source))];
  return sources.length > 3 ? `${sources.slice(0, 3).join(", ")} and ${sources.length - 3} more` : sources.join(", ");
}

/** Who has taken it, and what they noted; the last few of them. */
export function acks(list, most = 3) {
  if (!list.length) return null;
  return el(
    "ul",
    { class: "acks" },
    list.slice(-most).map((ack) =>
      el("li", {}, el("span", { class: "tick", "aria-hidden": "true" }, "✓ "), el("span", { class: "unseen" }, "acknowledged by "), el("b", {}, ack.name), " ", timeElement(ack.at), ack.note ? ` ${ack.note}` : ""),
    ),
  );
}
