// The places that a report names, by country, and where they lie.

import { counted, el, svg } from "./dom.js";
import { countryName } from "./filters.js";

const MOST = 40;

/** Places as a list by country; null where the report names none that is known. */
export function places(record) {
  const found = distinct(record.entities ?? []);
  if (!found.length) return null;
  const weights = new Map((record.countries ?? []).map(({ country, weight }) => [country, weight]));
  const countries = [...Map.groupBy(found, ({ country }) => country ?? "")];
  countries.sort(([a], [b]) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0));
  return el("section", { class: "places" }, el("h3", {}, "Places it names"), map(found), el("ul", {}, countries.map((each) => country(...each, weights))));
}

function country(code, all, weights) {
  const share = weights.get(code);
  const inside = all.filter(({ name }) => name !== countryName(code)).slice(0, MOST);
  return el(
    "li",
    {},
    code ? el("a", { href: `/?country=${code}`, title: "Alerts of this country" }, el("b", {}, countryName(code))) : el("b", {}, "elsewhere"),
    share ? el("span", { class: "share" }, ` ${Math.round(share * 100)} %`) : null,
    inside.length ? `: ${inside.map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name)).join(", ")}` : null,
  );
}

function distinct(entities) {
  const byName = new Map();
  for (const { place, text } of entities) {
    if (!place || (!place.country && !place.name)) continue;
    const name = place.name ?? text;
    const key = `${name} ${place.country}`;
    const known = byName.get(key) ?? { name, country: place.country, latitude: place.latitude, longitude: place.longitude, count: 0 };
    known.count += 1;
    byName.set(key, known);
  }
  return [...byName.values()].sort((a, b) => b.count - a.count);
}

/** Points on the outline of the world, which is a file of ours; null where no place has coordinates. */
function map(found) {
  const points = found.filter(({ latitude, longitude }) => Number.isFinite(latitude) && Number.isFinite(longitude));
  if (!points.length) return null;
  return el(
    "div",
    { class: "map" },
    el("img", { src: "/static/world.svg", alt: "", width: "720", height: "300" }),
    svg(
      "svg",
      { viewBox: "-180 -84 360 150", role: "img", "aria-label": `A map with ${counted(points.length, "place")}; the list names them` },
      points.map(({ name, latitude, longitude, count }) => svg("circle", { cx: longitude, cy: -latitude, r: Math.min(1.6 + count * 0.5, 5) }, svg("title", {}, name))),
    ),
  );
}
