// Rules: what stands, and a place to try a query on the archive before anybody is alerted by it.

import { get, send } from "./api.js";
import { withoutGaps } from "./buckets.js";
import { barChart } from "./chart.js";
import { byId, counted, el, put } from "./dom.js";
import { hitItem } from "./hits.js";
import { clearFault, showFault } from "./pointer.js";
import { urgency } from "./row.js";
import { say, startShell } from "./shell.js";

const form = byId("rule");
const PAUSE = 400; // milliseconds without typing after which a query is checked
let rules = [];
let open = {}; // the rule in the form, as it stands: what the form has no field for is kept

async function list() {
  const standing = await get("/rules");
  rules = standing.items.sort((a, b) => (a.urgency ?? 9) - (b.urgency ?? 9) || (a.name ?? a.id).localeCompare(b.name ?? b.id));
  put(byId("rules"), rules.map(item));
  byId("rules-count").textContent = counted(rules.length, "rule");
  byId("from-file").hidden = !standing.file;
  if (!standing.file) return;
  byId("from-file").textContent = `They are read from ${standing.file}: change them there. Here they can be tried.`;
  for (const button of [byId("publish"), byId("remove")]) button.disabled = true;
}

function item(rule) {
  return el(
    "li",
    { class: "hit" },
    el("h3", {}, urgency(rule.urgency), " ", el("button", { type: "button", class: "linklike", onclick: () => goTo(rule) }, rule.name || rule.id)),
    el("p", { class: "meta" }, el("code", {}, rule.id), rule.enabled === false ? el("span", { class: "badge" }, "Off") : null, el("a", { href: `/?rule=${encodeURIComponent(rule.id)}` }, counted(rule.alerts ?? 0, "alert"))),
    el("p", {}, el("code", {}, rule.query)),
  );
}

function edit(rule) {
  open = rule;
  const { id, name, query, urgency: value, note, enabled } = form.elements;
  [id.value, name.value, query.value, value.value, note.value] = [rule.id ?? "", rule.name ?? "", rule.query ?? "", String(rule.urgency ?? 3), rule.note ?? ""];
  enabled.checked = rule.enabled !== false;
  byId("rule-title").textContent = rule.id ? `Rule ${rule.id}` : "A new rule";
  byId("remove").hidden = !rule.id;
  history.replaceState(null, "", rule.id ? `/rules?id=${encodeURIComponent(rule.id)}` : "/rules");
  put(byId("tried"));
  check();
}

/** The same, and the reader is taken there. */
function goTo(rule) {
  edit(rule);
  byId("rule-title").focus();
  return undefined;
}

/** Whether the query reads; shown while it is typed. */
async function check() {
  const query = form.elements.query.value;
  byId("reads").textContent = "";
  if (!query.trim()) return clearFault(byId("fault"));
  try {
    const said = await send("POST", "/rules/check", { query });
    if (query !== form.elements.query.value) return undefined;
    clearFault(byId("fault"));
    byId("reads").textContent = said.understood ? `It reads as ${said.understood}` : "It reads.";
  } catch (error) {
    if (query === form.elements.query.value) showFault(byId("fault"), query, error);
  }
  return undefined;
}

async function tryIt() {
  const query = form.elements.query.value;
  const since = form.elements.since.value.trim();
  const node = byId("tried");
  node.setAttribute("aria-busy", "true");
  try {
    showTried(node, await send("POST", "/rules/try", since ? { query, since } : { query }));
    clearFault(byId("fault"));
  } catch (error) {
    put(node);
    showFault(byId("fault"), query, error);
  }
  node.setAttribute("aria-busy", "false");
}

function showTried(node, { count, exact, items, rate_per_day: rate, timeline }) {
  const text = `${exact ? "" : "about "}${counted(count, "report")} of the archive${rate === null || rate === undefined ? "" : `, ${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a day`}`;
  put(node, el("h3", {}, text), timeline.length > 1 ? barChart(withoutGaps(timeline), "Reports a day") : null, el("ol", { class: "hits" }, items.map(hitItem)));
  say(text);
}

async function publish() {
  const { id, name, query, urgency: value, note, enabled } = form.elements;
  const rule = { query: query.value, urgency: Number(value.value), enabled: enabled.checked, name: name.value.trim() || null, note: note.value.trim() || null };
  if (!id.value.trim()) return id.focus();
  // The version says what was looked at: somebody else's change in between is refused, not lost.
  const kept = open.id === id.value.trim() ? { owner: open.owner, hooks: open.hooks, version: open.version } : {};
  try {
    const { rule: made } = await send("PUT", `/rules/${encodeURIComponent(id.value.trim())}`, { ...rule, ...kept });
    open = made ?? open;
    clearFault(byId("fault"));
    say(`Published: ${id.value}. It is in force within seconds.`);
    byId("reads").textContent = "Published.";
    await list();
  } catch (error) {
    showFault(byId("fault"), query.value, error);
  }
  return undefined;
}

async function remove() {
  const id = form.elements.id.value.trim();
  if (!confirm(`Remove the rule ${id}? It alerts nobody from then on.`)) return;
  try {
    await send("DELETE", `/rules/${encodeURIComponent(id)}`);
    say(`Removed: ${id}.`);
    edit({});
    await list();
  } catch (error) {
    showFault(byId("fault"), "", error);
  }
}

let waiting;
form.elements.query.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.value === "publish") publish();
  else tryIt();
});
byId("remove").addEventListener("click", remove);
byId("new").addEventListener("click", () => goTo({}));

startShell([
  { keys: ["/"], what: "to the query", act: () => form.elements.query.focus() },
  { keys: ["c"], what: "a new rule", act: () => goTo({}) },
]);
try {
  await list();
} catch (error) {
  put(byId("rules"), el("li", { class: "error" }, error.message));
}
const wanted = new URLSearchParams(location.search).get("id");
const found = rules.find(({ id }) => id === wanted);
if (found) edit(found);
