// Times and ages: as the reader's clock and zone have them, ticking, by the server's clock where the two differ.

import { el } from "./dom.js";

let ahead = 0; // milliseconds that the server's clock is ahead of this machine's

/** Learn the server's time from what it says of itself. */
export function setServerTime(iso) {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) ahead = at - Date.now();
}

/** The server's now, in milliseconds. */
export function now() {
  return Date.now() + ahead;
}

const DAY = { year: "numeric", month: "2-digit", day: "2-digit" };
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** Milliseconds, or NaN. A day without a time counts from its midnight, UTC; a time without a zone is taken as UTC. */
export function instant(stamp) {
  if (!stamp) return NaN;
  const zoned = /T.*([zZ]|[+-]\d\d:?\d\d)$/.test(stamp) || !stamp.includes("T");
  return Date.parse(zoned ? stamp : `${stamp}Z`);
}

/** `10:32` today, else `2017-12-28 10:32`; a stamp that is only a day stays one. */
export function shortTime(stamp) {
  if (!stamp) return "no time";
  if (!stamp.includes("T")) return stamp;
  const at = new Date(instant(stamp));
  if (Number.isNaN(at.getTime())) return stamp;
  const clock = at.toLocaleTimeString("en-GB", CLOCK);
  return at.toDateString() === new Date(now()).toDateString() ? clock : `${isoDay(at)} ${clock}`;
}

function isoDay(at) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", DAY).formatToParts(at).map((p) => [p.type, p.value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** `now`, `40 s`, `5 min`, `3 h`, `2 d`, `8 y`. */
export function age(milliseconds) {
  const s = Math.max(0, Math.round(milliseconds / 1000));
  if (s < 5) return "now";
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return `${Math.floor(s / 3600)} h`;
  if (s < 86400 * 365) return `${Math.floor(s / 86400)} d`;
  return `${Math.floor(s / (86400 * 365.25))} y`;
}

/** How long something took or lasts: `0.4 s`, `12 s`, `5 min`. */
export function lasted(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const s = milliseconds / 1000;
  if (s < 10) return `${Number(s.toFixed(1))} s`;
  return s < 120 ? `${Math.round(s)} s` : age(milliseconds);
}

/** A <time> with the moment; the whole of it, UTC, when asked. */
export function timeElement(stamp, text = shortTime(stamp)) {
  const at = instant(stamp);
  return el("time", { datetime: stamp || null, title: Number.isNaN(at) ? null : whole(stamp, at) }, text);
}

function whole(stamp, at) {
  return stamp.includes("T") ? `${new Date(at).toISOString().replace("T", " ").slice(0, 19)} UTC (${stamp})` : stamp;
}

/** An age that ticks. */
export function ageElement(stamp) {
  const at = instant(stamp);
  if (Number.isNaN(at)) return null;
  return el("span", { class: "age", dataset: { since: String(at) } }, age(now() - at));
}

/** Let every age on the page tick; one timer for all, and none that runs while the page is hidden. */
export function startTicking(every = 5000) {
  setInterval(() => {
    if (document.hidden) return;
    tick();
  }, every);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}

function tick() {
  for (const node of document.querySelectorAll(".age[data-since]")) {
    const text = age(now() - Number(node.dataset.since));
    if (node.textContent !== text) node.textContent = text;
  }
}
