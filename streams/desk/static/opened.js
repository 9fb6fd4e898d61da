// A story, opened: what it says, why it is here, what changed, when and where it plays, its versions and who else has it.

import { asPath, get } from "./api.js";
import { articleText } from "./article.js";
import { changes } from "./changes.js";
import { timeline } from "./dates.js";
import { counted, el, put } from "./dom.js";
import { places } from "./places.js";
import { acks, urgency } from "./row.js";
import { ageElement, instant, lasted, timeElement } from "./times.js";
import { whyRule } from "./why.js";

/**
 * Fetches a story and the article of one version (its newest, if none is named). A story that alerted nobody has no
 * life at the desk: its article alone is shown. Raises what `get` raises.
 */
export async function fetchStory(key, replay = null, id = null, signal = undefined) {
  const story = await get(`/stories/${asPath(key)}`, { replay }, signal).catch((error) => {
    if (error.status === 404 && id) return null;
    throw error;
  });
  if (!story) return alone(await get(`/articles/${asPath(id)}`, { replay }, signal));
  const row = story.versions.find((each) => each.id === id) ?? newest(story);
  const record = row ? await get(`/articles/${asPath(row.id)}`, { replay }, signal) : null;
  return { story, row, record };
}

/** An article of the archive as if it were a story's only version. */
function alone(record) {
  const { article, verdict } = record;
  const row = {
    id: record.id,
    story: `${article.provider}/${article.story}`,
    kind: "alert",
    headline: article.headline ?? article.body?.[0],
    source: article.provider,
    slug: article.slug,
    agency_urgency: article.urgency,
    rules: (verdict.matches ?? []).map(({ rule, name }) => ({ id: rule, name })),
    sent: article.sent ?? article.created,
    received: article.received,
    at: verdict.now,
    took_ms: null,
    replay: article.replay ?? null,
    withdrawn: article.status === "canceled",
  };
  return { story: { state: "archived", versions: [row], also: [], acks: [] }, row, record };
}

/** The version that counts: what was routed last. */
export function newest(story) {
  return story.versions.reduce((best, row) => (!best || instant(row.at) >= instant(best.at) ? row : best), null);
}

/** Shows it in `node`. `choose(id)` is asked for another version, `acknowledge(row)` for an acknowledgement. */
export function showStory(node, { story, row, record }, { choose, acknowledge }) {
  const withdrawn = story.state === "withdrawn" || row.withdrawn;
  const text = row.headline || "(no headline)";
  put(
    node,
    withdrawn ? el("p", { class: "banner withdrawal" }, el("b", {}, "Withdrawn."), " The agency has taken this story back. Do not use it.") : null,
    el("h2", { id: "story-title", tabindex: "-1" }, urgency(row.urgency), " ", withdrawn ? el("del", {}, text) : text),
    facts(row, story),
    el("div", { class: "acked-by", id: "story-acks" }, acks(story.acks ?? [], Infinity)),
    el("p", { class: "tools" }, story.state === "archived" ? el("span", { class: "badge" }, "alerted nobody") : el("button", { type: "button", onclick: () => acknowledge(row) }, "Acknowledge"), " ", el("a", { href: permalink(row) }, "Link to this story")),
    row.edits?.length ? section("What changed", changes(row.edits)) : null,
    record ? section("Text", el("div", { class: withdrawn ? "withdrawn-text" : "" }, articleText(record))) : null,
    record ? why(record, row) : null,
    record ? timeline(record) : null,
    record ? places(record) : null,
    versions(story, row, choose),
    carriers(story, row),
  );
}

/** Who has acknowledged, anew. */
export function showAcks(list) {
  const node = document.getElementById("story-acks");
  if (node) put(node, acks(list, Infinity));
}

/** Where a story has its own page. */
export function permalink(row) {
  return `/story/${asPath(row.story)}${row.replay ? `?replay=${encodeURIComponent(row.replay)}` : ""}`;
}

function section(title, ...children) {
  return el("section", {}, el("h3", {}, title), children);
}

function facts(row, story) {
  const line = (name, ...value) => el("div", {}, el("dt", {}, name), el("dd", {}, ...value));
  return el(
    "dl",
    { class: "facts" },
    line("Source", row.source),
    row.slug ? line("Slug", row.slug) : null,
    row.agency_urgency ? line("Agency's urgency", String(row.agency_urgency)) : null,
    row.rules?.length ? line("Rules", (row.rules ?? []).map((rule, n) => [n ? ", " : "", el("a", { href: `/rules?id=${encodeURIComponent(rule.id)}` }, rule.name || rule.id)])) : null,
    row.sent ? line("Sent", timeElement(row.sent)) : null,
    row.received ? line("Received", timeElement(row.received)) : null,
    line(story.state === "archived" ? "Archived" : "Alerted", timeElement(row.at), " (", ageElement(row.at), row.took_ms === null || row.took_ms === undefined ? "" : `, ${lasted(row.took_ms)} after it came`, ")"),
    row.replay ? line("Replay", row.replay) : null,
  );
}

function why(record, row) {
  const named = new Map((row.rules ?? []).map(({ id, name }) => [id, name]));
  const trees = Object.entries(record.why ?? {});
  return trees.length ? section("Why it is here", trees.map(([rule, tree]) => whyRule(tree, rule, named.get(rule)))) : null;
}

function versions(story, shown, choose) {
  if (story.versions.length < 2) return null;
  const words = { alert: "first", update: "update", correction: "correction", withdrawal: "withdrawal" };
  return section(
    counted(story.versions.length, "version"),
    el(
      "ol",
      { class: "versions", reversed: true },
      [...story.versions].reverse().map((row) =>
        el(
          "li",
          { "aria-current": row.id === shown.id ? "true" : null },
          timeElement(row.at),
          ` ${words[row.kind] ?? row.kind} `,
          row.id === shown.id ? el("b", {}, row.headline ?? row.version) : el("button", { type: "button", class: "linklike", onclick: () => choose(row.id) }, row.headline ?? row.version),
        ),
      ),
    ),
  );
}

function carriers(story, row) {
  const also = story.also?.length ? story.also : (row.also ?? []);
  if (!also.length) return null;
  return section("Also carried by", el("ul", {}, also.map((other) => el("li", {}, el("b", {}, other.source), " ", el("a", { href: `/story/${asPath(other.story)}` }, other.headline || other.story)))));
}
