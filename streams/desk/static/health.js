// Health: whether silence can be trusted. Sources and their rhythm, stages, time to an alert, workers, what is dead or held.

import { get, send } from "./api.js";
import { barChart } from "./chart.js";
import { byId, counted, el, put } from "./dom.js";
import { Live, showState } from "./live.js";
import { say, startShell } from "./shell.js";
import { showReplays } from "./strip.js";
import { ageElement, lasted, timeElement } from "./times.js";

let dead = -1; // how many letters were dead when the list was fetched

function show(health) {
  showReplays(byId("replays"), health.replays);
  put(byId("sources"), rows(health.sources ?? [], sourceRow, "No source has sent anything yet."));
  put(byId("stages"), rows(health.stages ?? [], stageRow, "No stage is known."));
  put(byId("workers"), rows(health.workers ?? [], workerRow, "No worker says that it is at work."));
  byId("broker").textContent = health.broker === "ok" ? "The broker answers." : `The broker is away: ${health.broker}`;
  byId("broker").className = health.broker === "ok" ? "ok" : "error";
  showTimes(health.time_to_alert ?? {});
  if (health.dead !== dead) loadDead(health.dead);
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
    el("td", {}, unusual ? el("span", { class: "fault" }, `▲ silent for ${lasted((silent ?? 0) * 1000)}`) : el("span", { class: "ok" }, "as usual")),
  );
}

function stageRow({ stage, lag, oldest_s: oldest }) {
  return el("tr", {}, el("th", { scope: "row" }, stage), el("td", { class: "figure" }, (lag ?? 0).toLocaleString()), el("td", { class: "figure" }, oldest ? lasted(oldest * 1000) : "–"));
}

function workerRow(worker) {
  const { id, name = id, stages, at, since, ...rest } = worker;
  const words = Object.entries(rest).filter(([, value]) => typeof value !== "object").map(([key, value]) => `${key.replaceAll("_", " ")} ${value}`);
  return el("tr", {}, el("th", { scope: "row" }, name ?? "worker"), el("td", {}, [stages ?? []].flat().join(", ")), el("td", {}, ageElement(at ?? since) ?? ""), el("td", { class: "soft" }, words.join(", ")));
}

function showTimes({ p50, p95, p99, buckets = [] }) {
  byId("times").textContent = p50 === null || p50 === undefined ? "No alert has been measured yet." : `Half within ${lasted(p50)}, 95 % within ${lasted(p95)}, 99 % within ${lasted(p99)}.`;
  const each = buckets.map(([le, count]) => [le === null ? "more" : `≤ ${lasted(le)}`, count]);
  put(byId("histogram"), each.some(([, count]) => count) ? barChart(each, "How many alerts took how long") : null);
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
    el("h3", {}, `${each.stage}: ${each.reason}`, each.requeued ? " (sent through again)" : ""),
    el("p", { class: "meta" }, el("code", {}, String(each.id)), each.at ? timeElement(each.at) : null, each.source ? el("span", { class: "source" }, each.source) : null),
    el("p", {}, each.error),
    each.sample ? el("p", {}, el("code", {}, each.sample)) : null,
    each.requeued ? null : button,
  );
}

async function requeue(each, button) {
  button.disabled = true;
  try {
    await send("POST", `/dead/${String(each.id).split("/").map(encodeURIComponent).join("/")}/requeue`, {});
    button.replaceWith(el("span", { class: "ok" }, "sent through again"));
    say("Sent through again.");
  } catch (error) {
    button.disabled = false;
    button.after(el("p", { class: "error", role: "alert" }, error.message));
  }
}

function heldRow(held) {
  return el("tr", {}, el("th", { scope: "row" }, held.headline ?? held.story ?? held.id), el("td", {}, held.why ?? held.reason ?? ""), el("td", {}, held.release || held.until ? timeElement(held.release ?? held.until) : "until it is released"));
}

startShell();
try {
  show(await get("/health"));
} catch (error) {
  byId("broker").textContent = `Health cannot be told: ${error.message}`;
}
new Live({ health: show, gap: () => undefined }, (text, kind) => showState(byId("live"), text, kind)).start();
