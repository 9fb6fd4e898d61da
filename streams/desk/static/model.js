// The stories that the desk shows: one for all of a story's versions, newest first, and never more than it can hold.

import { instant } from "./times.js";

export const MOST = 300; // stories held, and rows on the page: a day's alerts must not fill the memory

/**
 * Folds rows, as the server sends them, into stories. A story keeps its place in the order from its first row; a later
 * row of it changes it where it stands.
 */
export class Stories {
  constructor(most = MOST) {
    this.most = most;
    this.byKey = new Map(); // in no order; `order` has it
    this.order = []; // keys, newest first
  }

  /** `new`, `changed`, or `known` (seen before: a catch-up may bring it twice). */
  add(row, { older = false } = {}) {
    const key = storyKey(row);
    const story = this.byKey.get(key);
    if (!story) {
      this.byKey.set(key, { key, row, rows: [row], acks: acksOf(row), withdrawn: row.withdrawn });
      if (older) this.order.push(key);
      else this.order.unshift(key);
      return "new";
    }
    if (story.rows.some(({ id }) => id === row.id)) return "known";
    if (older) story.rows.push(row);
    else {
      story.rows.unshift(row);
      story.row = row;
    }
    story.rows.length = Math.min(story.rows.length, 20);
    story.acks = mergeAcks(story.acks, acksOf(row));
    story.withdrawn ||= row.withdrawn;
    return older ? "known" : "changed";
  }

  /** The story that an acknowledgement is of, changed by it; undefined where it is not held or was known. */
  acknowledge(ack) {
    const ours = ({ id, replay }) => id === ack.alert && (replay ?? null) === (ack.replay ?? null);
    const story = [...this.byKey.values()].find(({ rows }) => rows.some(ours));
    if (!story) return undefined;
    const merged = mergeAcks(story.acks, [ack]);
    if (merged.length === story.acks.length) return undefined;
    story.acks = merged;
    return story;
  }

  /** Let go of the oldest beyond what is held; their keys. */
  trim() {
    const gone = this.order.splice(this.most);
    for (const key of gone) this.byKey.delete(key);
    return gone;
  }

  get(key) {
    return this.byKey.get(key);
  }

  clear() {
    this.byKey.clear();
    this.order = [];
  }
}

/** A replay's stories are apart from the live wire's, and from another replay's. */
export function storyKey(row) {
  return row.replay ? `${row.replay}:${row.story}` : row.story;
}

function acksOf(row) {
  return row.acks ?? [];
}

/** Acknowledgements of both lists, each once, in the order of their times. */
export function mergeAcks(known, more) {
  const seen = new Set(known.map(({ id }) => id));
  return [...known, ...more.filter(({ id }) => !seen.has(id))].sort((one, other) => instant(one.at) - instant(other.at));
}

/**
 * Whether a row should ring: the first word of what the rules call most urgent, a story that has become so, and what
 * takes back or corrects what somebody was told. `before` is the story's row until now, if there was one.
 */
export function rings(row, before = null) {
  if (row.kind === "withdrawal") return true;
  if (row.urgency !== 1) return false;
  return row.kind !== "update" || (before !== null && before.urgency !== 1);
}
