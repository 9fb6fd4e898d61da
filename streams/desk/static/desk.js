// The desk: the list, what is pushed into it, and the story that is open beside it.

import { Acknowledge } from "./acknowledge.js";
import { Alarm } from "./alarm.js";
import { get } from "./api.js";
import { Banner } from "./banner.js";
import { byId, counted } from "./dom.js";
import { Feed } from "./feed.js";
import { Filters } from "./filters.js";
import { Live, showState } from "./live.js";
import { rings, storyKey } from "./model.js";
import { Panel } from "./panel.js";
import { say, startShell } from "./shell.js";
import { Silence } from "./silence.js";
import { showReplays, showStrip } from "./strip.js";

const PAGE = 100; // rows asked for at once

const panel = new Panel(byId("panel"), (row) => acknowledge.ask(row), () => feed.current && feed.select(feed.current));
const feed = new Feed(byId("feed"), byId("held"), () => panel.isOpen());
const filters = new Filters(byId("filters"), () => load());
const alarm = new Alarm(byId("alarm"), (key) => open(key));
const silence = new Silence((sources) => {
  say(`Unusually silent: ${sources.join(", ")}`);
  alarm.warn(sources);
});
const banner = new Banner(byId("banner"), (key) => open(key));
const acknowledge = new Acknowledge((ack) => take.ack(ack), refocus);
let older = null; // where the server's list goes on
let position = ""; // where the events go on from the list
let asked = new Set(); // ids of pushed rows that the server is asked about

const take = {
  alert(row) {
    filters.learn(row);
    const key = storyKey(row);
    if (!feed.stories.get(key) && !filters.match(row)) return;
    if (!feed.stories.get(key) && filters.values.q) return judge(row.id);
    arrive(key, row);
  },
  ack(ack) {
    const story = feed.stories.acknowledge(ack);
    if (!story) return;
    feed.redraw(story.key);
    alarm.seen(story.key);
    if (panel.key === story.key) panel.acknowledged(story.acks);
  },
  health(health) {
    showStrip(byId("strip"), health);
    showReplays(byId("replays"), health.replays);
    silence.look(health);
  },
  gap: () => load(),
};

function arrive(key, row) {
  const before = feed.stories.get(key)?.row;
  const what = feed.take(row);
  if (what === "known") return;
  if (rings(row, before) && !row.replay) alarm.ring(key, row);
  if (row.kind === "withdrawal" || row.kind === "correction") banner.show(key, row);
  else say(`${what === "changed" ? "Changed" : "New"}${row.urgency === 1 ? ", urgent" : ""}: ${row.headline}`);
  if (panel.key === key) panel.changed(row);
}

/** Ask the server whether rows that were pushed are true of the query in the filters. */
async function judge(id) {
  asked.add(id);
  if (asked.size > 1) return; // the question under way asks for this one too
  await new Promise((resolve) => setTimeout(resolve, 100));
  const ids = asked;
  asked = new Set();
  const { items } = await get("/alerts", { ...filters.values, limit: PAGE });
  for (const row of items.reverse()) if (ids.has(row.id)) arrive(storyKey(row), row);
}

async function load() {
  const error = byId("filters-error");
  try {
    const rows = await get("/alerts", { ...filters.values, limit: PAGE });
    error.textContent = "";
    feed.fill(rows.items);
    rows.items.forEach((row) => filters.learn(row));
    [older, position] = [rows.next, rows.position];
    byId("older").hidden = !older;
    if (filters.count()) say(`${feed.said()} in this view`);
  } catch (refused) {
    const { column } = refused.problem ?? {};
    error.textContent = column ? `Column ${column}: ${refused.message}` : refused.message;
  }
}

async function loadOlder() {
  const button = byId("older");
  button.disabled = true;
  const rows = await get("/alerts", { ...filters.values, limit: PAGE, after: older });
  const came = feed.extend(rows.items);
  older = came ? rows.next : null;
  button.hidden = !older;
  button.disabled = false;
  say(came ? `${counted(came, "older story", "older stories")}` : "The list is full: search has what is older.");
}

function open(key = feed.current) {
  if (!key) return false;
  if (!feed.stories.get(key)) feed.release(); // it is among those held back
  const story = feed.stories.get(key);
  if (!story) return false;
  feed.mark(key);
  alarm.seen(key);
  return panel.open(story);
}

/** Put the focus back to what the reader was at. */
function refocus() {
  if (panel.isOpen()) byId("story-title").focus({ preventScroll: true });
  else feed.select(feed.current);
}

function askAck() {
  const story = feed.stories.get(panel.key ?? feed.current);
  return story ? acknowledge.ask(story.row) : false;
}

/** The next or the one before; where a story is open, that one opens. */
function move(step) {
  const moved = feed.move(step);
  return panel.isOpen() && moved ? open() : moved;
}

/** Arrows scroll the open story; in the list they do what j and k do. */
function arrow(step) {
  return panel.isOpen() ? false : move(step);
}

function escape() {
  if (panel.isOpen()) return panel.close();
  return banner.hide();
}

function focusFilter() {
  byId("filters-box").open = true;
  const { q } = byId("filters").elements;
  q.focus();
  q.select();
}

byId("feed").addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (!getSelection().isCollapsed) return; // somebody who copies words opens nothing
  event.preventDefault();
  open(row.dataset.key);
});
byId("older").addEventListener("click", loadOlder);
feed.onselect = (story) => story && alarm.seen(story.key);

startShell([
  { keys: ["j"], what: "next story", act: () => move(1) },
  { keys: ["k"], what: "story before", act: () => move(-1) },
  { keys: ["ArrowDown"], what: "the same, in the list", act: () => arrow(1) },
  { keys: ["ArrowUp"], what: "the same, in the list", act: () => arrow(-1) },
  { keys: ["o", "Enter"], what: "open the story", act: () => open() },
  { keys: ["a"], what: "acknowledge it", act: askAck },
  { keys: ["n", "."], what: "show what is new", act: () => feed.release(true) },
  { keys: ["/"], what: "filter", act: focusFilter },
  { keys: ["m"], what: "mute the alarm", act: () => alarm.mute() },
  { keys: ["Escape"], what: "close", act: escape },
]);

byId("filters-box").open = matchMedia("(min-width: 900px)").matches;
await load();
byId("feed").setAttribute("aria-busy", "false");
new Live(take, (text, kind) => showState(byId("live"), text, kind), position).start();
