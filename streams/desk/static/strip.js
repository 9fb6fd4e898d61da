// The health strip: whether the wire, the stages and the broker are as they should be, in one line.

import { counted, el, put } from "./dom.js";
import { lasted } from "./times.js";

const LATE = 10; // seconds that the oldest message of a stage may have waited

/** Shows /health in the strip's node. */
export function showStrip(node, health) {
  put(node, el("a", { href: "/health", "aria-label": "Health: all of it" }, parts(health).map(([word, fault]) => [el("span", { class: fault ? "fault" : "fine" }, fault ? "▲ " : "", word), " "])));
}

function parts(health) {
  const silent = (health.sources ?? []).filter(({ unusual }) => unusual);
  const waiting = (health.stages ?? []).reduce((sum, { lag }) => sum + (lag ?? 0), 0);
  const late = (health.stages ?? []).filter(({ oldest_s }) => oldest_s > LATE);
  const times = health.time_to_alert ?? {};
  const working = (health.workers ?? []).length;
  return [
    health.broker && health.broker !== "ok" ? ["broker away", true] : ["broker ok", false],
    [working ? counted(working, "worker") : "no worker", !working],
    [counted((health.sources ?? []).length, "source"), false],
    silent.length ? [`silent: ${silent.slice(0, 3).map(({ source }) => source).join(", ")}${silent.length > 3 ? ` and ${silent.length - 3} more` : ""}`, true] : null,
    [late.length ? `${late.map(({ stage }) => stage).join(", ")} behind: ${waiting} waiting` : `${waiting} waiting`, late.length > 0],
    times.p50 !== null && times.p50 !== undefined ? [`to alert p50 ${lasted(times.p50)}, p95 ${lasted(times.p95)}`, false] : null,
    [counted(health.dead ?? 0, "dead letter"), (health.dead ?? 0) > 0],
    health.held ? [`${health.held} held`, false] : null,
  ].filter(Boolean);
}

/** The replays that run, as a banner; hidden while there is none. */
export function showReplays(node, replays = []) {
  const running = replays.filter(({ finished }) => !finished);
  node.hidden = running.length === 0;
  put(
    node,
    running.map(({ id, progress, rate }) =>
      el("p", {}, el("b", {}, "Replay"), ` ${id}: ${percent(progress)}${rate ? `, ${Math.round(rate)} reports/s` : ""}. Its alerts are marked; they are not news.`),
    ),
  );
}

function percent(progress) {
  return progress === null || progress === undefined ? "under way" : `${Math.round(progress * 100)} %`;
}
