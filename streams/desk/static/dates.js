// The dates that a report speaks of, in their order: a line of time, and the same as a list.

import { el, svg } from "./dom.js";
import { instant, timeElement } from "./times.js";

const WIDTH = 600;
const HEIGHT = 46;
const EDGE = 34;
const LONG = 12; // units; a span of time that is longer is drawn as a thin bar

/** The timeline of a routed article; null where it speaks of no date that can be placed. */
export function timeline(record) {
  const placed = distinct(record.dates ?? []);
  const event = record.event?.value;
  if (!placed.length) return null;
  return el(
    "section",
    { class: "dates" },
    el("h3", {}, "Dates it speaks of"),
    placed.length > 1 ? line(placed, record) : null,
    el(
      "ol",
      {},
      placed.map(({ value, texts, count }) =>
        el("li", {}, el("b", { class: "value" }, value), " ", texts.slice(0, 3).map((text) => `“${text}”`).join(", "), count > 1 ? ` ×${count}` : "", value === event ? el("span", { class: "badge b-event" }, "what it is about") : null),
      ),
    ),
    el("p", { class: "meta" }, "written ", timeElement(record.article.created ?? record.article.sent)),
  );
}

/** One for each value, in order of time, with the words that stand for it. */
function distinct(dates) {
  const byValue = new Map();
  for (const { value, text, earliest, latest } of dates) {
    const at = instant(earliest);
    if (Number.isNaN(at)) continue;
    const known = byValue.get(value) ?? { value, at, until: instant(latest), texts: [], count: 0 };
    known.count += 1;
    if (!known.texts.includes(text)) known.texts.push(text);
    byValue.set(value, known);
  }
  return [...byValue.values()].sort((a, b) => a.at - b.at);
}

function line(placed, record) {
  const written = instant(record.article.created ?? record.article.sent);
  const all = [...placed.map(({ at }) => at), ...(Number.isNaN(written) ? [] : [written])];
  const [from, to] = [Math.min(...all), Math.max(...all)];
  const x = (at) => EDGE + ((at - from) / (to - from || 1)) * (WIDTH - 2 * EDGE);
  const year = (at) => String(new Date(at).getUTCFullYear());
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "line", role: "img", "aria-label": `From ${placed[0].value} to ${placed.at(-1).value}; the list says them all` },
    svg("line", { x1: EDGE, x2: WIDTH - EDGE, y1: 18, y2: 18, class: "axis" }),
    placed.map(({ value, at, until, count }) => span(x(at), x(Math.min(until || at, to)), value, count)),
    Number.isNaN(written) ? null : svg("path", { d: `M${x(written)} 8v20`, class: "written" }, svg("title", {}, "written")),
    svg("text", { x: EDGE, y: 42, "text-anchor": "middle" }, year(from)),
    svg("text", { x: WIDTH - EDGE, y: 42, "text-anchor": "middle" }, year(to)),
  );
}

function span(from, to, value, count) {
  const long = to - from > LONG;
  const size = long ? 3 : Math.min(4 + count, 8);
  return svg(
    "rect",
    { x: long ? from : from - size / 2, y: 18 - size, width: long ? to - from : size, height: size * 2, rx: size / 2, class: long ? "date long" : "date" },
    svg("title", {}, value),
  );
}
