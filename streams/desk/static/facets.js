// What the found articles are about: a few counts for each field, each one a filter.

import { el, put } from "./dom.js";
import { countryName } from "./filters.js";

const TITLES = { source: "Source", entity: "Names", country: "Countries", rule: "Rules", outcome: "Outcome" };
const MOST = 8;

/** Shows facets, {field: [[value, count]…]}, in `node`. `chosen` holds the filters; `choose(field, value)` sets one. */
export function showFacets(node, facets, chosen, choose) {
  put(
    node,
    Object.entries(TITLES)
      .filter(([field]) => facets[field]?.length)
      .map(([field, title]) =>
        el(
          "section",
          {},
          el("h3", {}, title),
          el(
            "ul",
            {},
            facets[field].slice(0, MOST).map(([value, count]) => {
              const on = chosen[field] === value;
              const said = field === "country" ? countryName(value) : value;
              return el(
                "li",
                {},
                el("button", { type: "button", "aria-pressed": String(on), onclick: () => choose(field, on ? "" : value) }, el("span", {}, said), el("span", { class: "figure" }, count.toLocaleString())),
              );
            }),
          ),
        ),
      ),
  );
}
