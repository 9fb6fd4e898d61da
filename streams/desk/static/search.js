// Search: the archive by the rule language and by fields, with counts over time; all of it in the address.

import { get } from "./api.js";
import { daysOf, fittingBucket, withoutGaps } from "./buckets.js";
import { barChart } from "./chart.js";
import { byId, counted, el, put } from "./dom.js";
import { showFacets } from "./facets.js";
import { hitItem, hitKeys } from "./hits.js";
import { clearFault, showFault } from "./pointer.js";
import { say, startShell } from "./shell.js";

const FIELDS = ["q", "since", "until", "source", "entity", "country", "rule", "outcome", "spoken_from", "spoken_to"];
const PAGE = 20;
const MOST = 200; // hits on the page; beyond, the reader is asked to narrow the search

const form = byId("search");
const hits = byId("hits");
let next = null;
let asking = null;

/** What is asked, by the address. */
function values() {
  const params = new URLSearchParams(location.search);
  return Object.fromEntries(FIELDS.map((name) => [name, params.get(name) ?? ""]));
}

function show() {
  const asked = values();
  for (const name of FIELDS) form.elements[name].value = asked[name];
  byId("more-fields").open ||= FIELDS.slice(1).some((name) => asked[name]);
  return search(asked);
}

function ask(changes = {}) {
  const asked = { ...Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()])), ...changes };
  const params = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  const address = `/search${params.size ? `?${params}` : ""}`;
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  return show();
}

async function search(asked) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  hits.setAttribute("aria-busy", "true");
  try {
    const [page, counts] = await Promise.all([get("/search", { ...asked, limit: PAGE }, signal), get("/search/counts", { ...asked, bucket: fittingBucket(asked.since, asked.until) }, signal)]);
    clearFault(byId("fault"));
    put(hits, page.items.map(hitItem));
    showCounts(counts, asked);
    showNext(page.next);
  } catch (error) {
    if (error.name === "AbortError") return;
    showFault(byId("fault"), asked.q, error);
    say(error.message);
    put(hits);
    showNext(null);
  }
  hits.setAttribute("aria-busy", "false");
}

function showCounts({ count, exact, facets, timeline, whole }, asked) {
  byId("newest-only").hidden = whole;
  const text = count ? `${exact ? "" : "about "}${counted(count, "report")}` : "Nothing was found. Fewer words or a longer time find more.";
  byId("count").textContent = text;
  say(text);
  const said = timeline.length ? `Reports over time, from ${timeline[0][0]} to ${timeline.at(-1)[0]}` : "";
  const narrow = (label) => ask(Object.fromEntries(daysOf(label).map((day, n) => [["since", "until"][n], day])));
  put(byId("timeline"), timeline.length > 1 ? barChart(withoutGaps(timeline), said, narrow) : null);
  showFacets(byId("facets"), facets, asked, (field, value) => ask({ [field]: value }));
}

function showNext(cursor) {
  next = cursor;
  byId("next").hidden = !next;
}

async function more() {
  const button = byId("next");
  button.disabled = true;
  const page = await get("/search", { ...values(), limit: PAGE, after: next });
  hits.append(...page.items.map(hitItem));
  const full = hits.childElementCount >= MOST;
  showNext(full ? null : page.next);
  if (full && page.next) hits.append(el("li", { class: "soft" }, `${MOST} are shown. Narrow the search for the rest.`));
  button.disabled = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
form.addEventListener("reset", () => setTimeout(ask));
byId("next").addEventListener("click", more);
addEventListener("popstate", show);

startShell([
  ...hitKeys(hits),
  { keys: ["/"], what: "to the query", act: () => form.elements.q.select() },
  { keys: ["n"], what: "more", act: () => (next ? void more() : false) },
]);
await show();
