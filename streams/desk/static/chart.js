// A small bar chart: counts over time or over classes, with the figures in words for those who do not see it.

import { el, put, svg } from "./dom.js";

const WIDTH = 720;
const HEIGHT = 110;
const FLOOR = 88;

/**
 * Bars for [label, count] pairs in order. `said` is the chart in words; `choose(label)` makes the bars buttons for the
 * mouse; whoever uses the keyboard has the table below, which holds the same.
 */
export function barChart(pairs, said, choose = null) {
  const most = Math.max(1, ...pairs.map(([, count]) => count));
  const step = WIDTH / Math.max(pairs.length, 12);
  const every = Math.max(1, Math.ceil(pairs.length / 8));
  return el(
    "figure",
    { class: "figures" },
    svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": said },
      pairs.map(([label, count], n) => bar(label, count, n * step, step, (count / most) * (FLOOR - 14), choose)),
      svg("line", { x1: 0, x2: WIDTH, y1: FLOOR, y2: FLOOR }),
      pairs.map(([label], n) => (n % every ? null : svg("text", { x: n * step, y: HEIGHT - 6 }, label))),
      svg("text", { x: WIDTH, y: 11, "text-anchor": "end" }, `most: ${most.toLocaleString()}`),
    ),
    asTable(pairs),
  );
}

function bar(label, count, x, width, height, choose) {
  const tall = count ? Math.max(height, 1.5) : 0;
  const onclick = choose ? () => choose(label) : undefined;
  const drawn = { x: x + 1, y: FLOOR - tall, width: Math.max(width - 2, 1), height: tall, class: choose ? "choice" : null };
  return svg("rect", onclick ? { ...drawn, onclick } : drawn, svg("title", {}, `${label}: ${count.toLocaleString()}`));
}

/** The figures, made when somebody opens them: a long chart need not be on the page twice. */
function asTable(pairs) {
  const body = el("div", { class: "tables" });
  const details = el("details", {}, el("summary", {}, "Figures"), body);
  details.addEventListener("toggle", () => {
    if (!details.open || body.childElementCount) return;
    put(body, el("table", {}, el("tbody", {}, pairs.map(([label, count]) => el("tr", {}, el("th", { scope: "row" }, label), el("td", { class: "figure" }, count.toLocaleString()))))));
  });
  return details;
}
