// The connection that pushes: what it brings, what it missed while it was away, and a line that says how it stands.

import { get } from "./api.js";
import { el, put } from "./dom.js";
import { age, now, setServerTime } from "./times.js";

const QUIET = 30_000; // health comes every 5 s; where nothing has come for six times that, the connection is dead
const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/**
 * Follows /api/v1/events from `position` on. `on` has `alert`, `ack`, `health` (each with its data) and `gap` (the list must be fetched
 * anew); `state(text, kind)` hears how the connection stands.
 *
 * EventSource comes back by itself with Last-Event-ID after a connection that broke, not after one that was refused
 * with a status or that went silent; there this comes back, with the id it last saw.
 */
export class Live {
  constructor(on, state, position = null) {
    this.on = on;
    this.state = state;
    this.last = position ?? ""; // the id of the last event seen: where a reconnect goes on
    this.blind = position === ""; // a list that could not be fetched: it must be, once somebody answers
    this.wait = FIRST_WAIT;
    this.away = 0; // since when, or 0
    this.beats = false; // whether health comes, so that its absence means something
  }

  start() {
    this.connect();
    this.watch = setInterval(() => {
      if (this.beats && Date.now() - this.heard > QUIET) this.again(0);
    }, 5000);
    addEventListener("online", () => this.away && this.again(0));
    addEventListener("pagehide", () => this.source?.close());
    addEventListener("pageshow", (event) => event.persisted && this.again(0));
  }

  connect() {
    clearTimeout(this.retry);
    this.retry = undefined;
    this.heard = Date.now();
    const source = new EventSource(`/api/v1/events${this.last ? `?last_event_id=${encodeURIComponent(this.last)}` : ""}`);
    this.source = source;
    source.onopen = () => this.isOpen();
    source.onerror = () => this.isAway(source);
    for (const name of ["alert", "ack", "health", "caught-up", "gap", "dropped"]) {
      source.addEventListener(name, (event) => this.take(name, event));
    }
  }

  isOpen() {
    this.heard = Date.now();
    this.wait = FIRST_WAIT;
    if (!this.away) this.state("live", "live");
  }

  isAway(source) {
    if (source !== this.source) return;
    this.away ||= now();
    this.state(`reconnecting, away since ${new Date(this.away).toLocaleTimeString("en-GB")}`, "away");
    if (source.readyState !== EventSource.CLOSED) return;
    get("/me").catch(() => undefined); // where the login has ended, that leads to it
    this.again();
  }

  again(wait = this.wait) {
    if (this.retry !== undefined && wait) return;
    clearTimeout(this.retry);
    this.source?.close();
    this.away ||= now();
    this.heard = Date.now();
    this.state("reconnecting", "away");
    this.retry = setTimeout(() => this.connect(), wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  take(name, event) {
    this.heard = Date.now();
    if (event.lastEventId) this.last = event.lastEventId;
    const data = event.data ? JSON.parse(event.data) : {};
    if (data.now) setServerTime(data.now);
    this.beats ||= name === "health";
    if (name === "caught-up") this.caughtUp(data.missed ?? 0);
    else if (name === "gap") this.lost();
    else this.on[name]?.(data);
  }

  caughtUp(missed) {
    if (this.blind) this.on.gap();
    this.blind = false;
    if (!this.away) return;
    const gone = age(now() - this.away);
    this.away = 0;
    this.state(`caught up, ${missed} missed while away for ${gone}`, "live");
  }

  lost() {
    this.away = 0;
    this.state("away for longer than is kept: the list was fetched anew", "live");
    this.on.gap();
  }
}

/** Shows a state in the status line; the dot's shape says it too, not its colour alone. */
export function showState(node, text, kind) {
  node.className = `live live-${kind}`;
  put(node, el("span", { class: "dot", "aria-hidden": "true" }, kind === "live" ? "●" : "○"), ` ${text}`);
}
