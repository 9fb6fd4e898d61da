// The health strip: whether the wire, the stages and the broker are as they should be, in one line.

import { counted, el, put } from "./dom.js";
import { lasted } from "./times.js";

const LATE = 10; // seconds that the oldest message of a stage may have waited

/** Shows /health in the strip's node. */
export function showStrip(node, health) {
  put(node, el("a", { href: "/health", "aria-label": "Health: all of it" }, parts(health).map(([word, fault]) => [el("span", { class: fault ? "fault" : "fine" }, fault ? "▲ " : "", word), " "])));
}

/** [words, whether it is a fault]. */
function parts(health) {
  const silent = health.sources.filter(({ unusual }) => unusual);
  const waiting = health.stages.reduce((sum, { lag }) => sum + lag, 0);
  const late = health.stages.filter(({ oldest_s: oldest }) => oldest !== null && oldest > LATE);
  const working = health.workers.filter((worker) => !worker.silent).length;
  const { p50, p95 } = health.time_to_alert;
  return [
    [health.broker === "ok" ? "broker ok" : "broker away", health.broker !== "ok"],
    [working ? counted(working, "worker") : "no worker at work", !working],
    silent.length ? [`silent: ${silent.slice(0, 3).map(({ source }) => source).join(", ")}${silent.length > 3 ? ` and ${silent.length - 3} more` : ""}`, true] : [counted(health.sources.length, "source"), false],
    [late.length ? `${late.map(({ stage }) => stage).join(", ")} behind, ${waiting} waiting` : `${waiting} waiting`, late.length > 0],
    p50 === null ? null : [`to an alert: p50 ${lasted(p50)}, p95 ${lasted(p95)}`, false],
    [counted(health.dead, "dead letter"), health.dead > 0],
    health.held ? [`${health.held} held`, false] : null,
    health.archive ? [`archive: ${health.archive}`, true] : null,
  ].filter(Boolean);
}

/** The replays that run, as a banner; hidden while there is none. */
export function showReplays(node, replays = []) {
  const running = replays.filter(({ state }) => state === "running");
  node.hidden = running.length === 0;
  put(
    node,
    running.map(({ id, sent, total, progress, rate }) =>
      el("p", {}, el("b", {}, "Replay"), ` ${id}: ${sent.toLocaleString()} of ${total.toLocaleString()} reports, ${Math.round(progress * 100)} %${rate ? `, ${Math.round(rate)}/s` : ""}. Its alerts are marked; they are no news.`),
    ),
  );
}
