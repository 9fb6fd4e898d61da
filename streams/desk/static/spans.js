// Text with spans marked in it. Offsets count characters as Python does: code points, not UTF-16 units.

import { el } from "./dom.js";

/** A text that can be cut at code points; most have no astral characters and are cut as they are. */
export function sliceable(text) {
  const plain = !/[\ud800-\udbff]/.test(text);
  const points = plain ? null : Array.from(text);
  return {
    length: plain ? text.length : points.length,
    slice: (start, end) => (plain ? text.slice(start, end) : points.slice(start, end).join("")),
  };
}

/** Nodes for a text in which `marks`, [start, end] pairs, are marked. */
export function marked(text, marks) {
  return layered(
    text,
    marks.map(([start, end]) => ({ start, end, layer: "mark" })),
    (content) => el("mark", {}, content),
  );
}

/**
 * Nodes for a text under spans that may overlap: it is parted at every border, and `wrap(content, spans, first)` is
 * asked for each part that a span covers. `first` holds the spans that begin with the part.
 */
export function layered(text, spans, wrap) {
  const whole = sliceable(text);
  const good = spans.filter(({ start, end }) => start >= 0 && start < end && end <= whole.length);
  const borders = [...new Set([0, whole.length, ...good.flatMap(({ start, end }) => [start, end])])];
  borders.sort((a, b) => a - b);
  const starting = [...good].sort((a, b) => a.start - b.start);
  const nodes = [];
  let open = [];
  let next = 0;
  for (let n = 0; n + 1 < borders.length; n += 1) {
    const [from, to] = [borders[n], borders[n + 1]];
    open = open.filter(({ end }) => end > from);
    while (next < starting.length && starting[next].start <= from) open.push(starting[next++]);
    const content = whole.slice(from, to);
    nodes.push(open.length ? wrap(content, open, open.filter(({ start }) => start === from)) : content);
  }
  return nodes;
}
