// Health: whether silence can be trusted. Sources and their rhythm, stages, time to an alert, workers, what is dead or held.

import { asPath, get, send } from "./api.js";
import { barChart } from "./chart.js";
import { byId, counted, el, put } from "./dom.js";
import { Live, showState } from "./live.js";
import { say, startShell } from "./shell.js";
import { showReplays } from "./strip.js";
import { ageElement, lasted, timeElement } from "./times.js";

let dead = -1; // how many letters were dead when the list was fetched

function show(health) {
  showReplays(byId("replays"), health.replays);
  put(byId("sources"), rows(health.sources, sourceRow, "No source has sent anything yet."));
  put(byId("stages"), rows(health.stages, stageRow, "No stage is known."));
  put(byId("workers"), rows(health.workers, workerRow, "No worker says that it is at work."));
  put(byId("replayed"), rows(health.replays, replayRow, "No replay runs."));
  showBroker(health);
  showTimes(health.time_to_alert);
  if (health.dead !== dead) loadDead(health.dead);
}

function showBroker({ broker, broker_error: error, archive, desks }) {
  const faults = [broker === "ok" ? null : `The broker is away: ${error ?? "it does not answer"}.`, archive ? `The archive: ${archive}.` : null].filter(Boolean);
  const node = byId("broker");
  node.className = faults.length ? "error" : "ok";
  node.textContent = faults.length ? faults.join(" ") : `The broker and the archive answer. Open desks: ${desks}.`;
}

function rows(all, draw, none) {
  return all.length ? all.map(draw) : el("tr", {}, el("td", { colspan: "5", class: "soft" }, none));
}

function sourceRow({ source, last, usual_s: usual, silent_s: silent, unusual }) {
  return el(
    "tr",
    { class: unusual ? "unusual" : null },
    el("th", { scope: "row" }, source),
    el("td", {}, last ? [timeElement(last), " (", ageElement(last), ")"] : "never"),
    el("td", { class: "figure" }, usual ? `every ${lasted(usual * 1000)}` : "not known yet"),
    el("td", {}, unusual ? el("span", { class: "fault" }, `▲ silent for ${lasted(silent * 1000)}`) : el("span", { class: "ok" }, "as usual")),
  );
}

function stageRow({ stage, lag, oldest_s: oldest }) {
  return el("tr", {}, el("th", { scope: "row" }, stage), el("td", { class: "figure" }, lag.toLocaleString()), el("td", { class: "figure" }, oldest === null ? "–" : lasted(oldest * 1000)));
}

function workerRow({ id, at, silent, rules, rules_since: since, rules_error: error }) {
  return el(
    "tr",
    { class: silent ? "unusual" : null },
    el("th", { scope: "row" }, id),
    el("td", {}, silent ? el("span", { class: "fault" }, "▲ silent") : el("span", { class: "ok" }, "at work")),
    el("td", {}, ageElement(at) ?? ""),
    el("td", {}, el("code", {}, rules.slice(0, 12)), " since ", timeElement(since), error ? el("div", { class: "fault" }, `▲ a newer set was refused: ${error}`) : null),
  );
}

function replayRow({ id, state, sent, total, rate, started, moment }) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, id),
    el("td", {}, state),
    el("td", { class: "figure" }, `${sent.toLocaleString()} of ${total.toLocaleString()}`, rate ? `, ${Math.round(rate)}/s` : ""),
    el("td", {}, timeElement(started)),
    el("td", {}, moment ? ["come to ", timeElement(moment)] : ""),
  );
}

function showTimes({ count, p50, p95, p99, buckets }) {
  byId("times").textContent = count ? `Of the last ${counted(count, "alert")}: half within ${lasted(p50)}, 95 % within ${lasted(p95)}, 99 % within ${lasted(p99)}.` : "No alert has been measured yet.";
  const each = buckets.map(([most, number]) => [most === null ? "more" : `≤ ${lasted(most)}`, number]);
  put(byId("histogram"), count ? barChart(each, "How many alerts took how long") : null);
}

async function loadDead(count) {
  dead = count;
  const [letters, held] = await Promise.all([get("/dead"), get("/held")]);
  byId("dead-count").textContent = count ? `Dead letters: ${count}` : "Dead letters: none";
  put(byId("dead"), letters.items.map(letter));
  put(byId("held-items"), rows(held.items, heldRow, "Nothing is held."));
}

function letter(each) {
  const button = el("button", { type: "button", onclick: () => requeue(each, button) }, "Send through again");
  return el(
    "li",
    { class: "hit" },
    el("h3", {}, `${each.stage ?? "?"}: ${(each.reason ?? "no reason").replaceAll("-", " ")}`),
    el("p", { class: "meta" }, timeElement(each.at), el("span", { class: "source" }, each.source), el("code", {}, each.input ?? each.id), el("span", {}, `${each.size.toLocaleString()} bytes`)),
    each.error ? el("p", {}, each.error) : null,
    el("p", { class: "tools" }, each.requeued ? el("span", { class: "ok" }, "sent through again") : button),
    bytes(each.id),
  );
}

/** How it begins; asked for when somebody wants to see it. */
function bytes(id) {
  const pre = el("pre", { class: "bytes", tabindex: "0" });
  const details = el("details", {}, el("summary", {}, "Its bytes"), pre);
  details.addEventListener("toggle", async () => {
    if (!details.open || pre.textContent) return;
    const { text, whole } = await get(`/dead/${asPath(id)}`);
    pre.textContent = whole ? text : `${text} …`;
  });
  return details;
}

async function requeue(each, button) {
  button.disabled = true;
  try {
    await send("POST", `/dead/${asPath(each.id)}/requeue`);
    button.replaceWith(el("span", { class: "ok" }, "sent through again"));
    say("Sent through again.");
  } catch (error) {
    button.disabled = false;
    button.after(el("p", { class: "error", role: "alert" }, error.message));
  }
}

function heldRow({ id, title, since, until }) {
  return el("tr", {}, el("th", { scope: "row", title: id }, title || id), el("td", {}, timeElement(since)), el("td", {}, until ? ["its embargo ends ", timeElement(until)] : "its agency releases it"));
}

startShell();
try {
  show(await get("/health"));
} catch (error) {
  byId("broker").textContent = `Health cannot be told: ${error.message}`;
}
new Live({ health: show, gap: () => undefined }, (text, kind) => showState(byId("live"), text, kind)).start();
