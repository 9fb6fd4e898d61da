// The list of the desk: newest first, changed where it stands, and never moved under the reader's eyes.

import { counted, el, put } from "./dom.js";
import { MOST, Stories, storyKey } from "./model.js";
import { storyRow } from "./row.js";

const HANDS_OFF = 8000; // milliseconds after the last key or move in the list until new rows flow in again

/**
 * Rows of `stories` in `node`. New stories are held back, and counted on `button`, while the reader is somewhere down
 * the list, has a story open, or has just used it. `isOpen` says whether a story is open.
 */
export class Feed {
  constructor(node, button, isOpen) {
    Object.assign(this, { node, scroller: node.parentElement, button, isOpen, stories: new Stories(), held: [], used: 0, places: new Map(), numbers: 0 });
    this.current = null; // key of the selected row
    button.addEventListener("click", () => this.release(true));
    for (const name of ["keydown", "pointermove", "pointerdown", "wheel"]) {
      node.addEventListener(name, () => (this.used = Date.now()), { passive: true });
    }
    node.addEventListener("focusin", (event) => {
      const row = event.target.closest(".row");
      if (row) this.mark(row.dataset.key);
    });
    setInterval(() => this.held.length && !this.isBusy() && this.release(), 1000);
  }

  isBusy() {
    return this.isOpen() || this.scroller.scrollTop > 4 || Date.now() - this.used < HANDS_OFF;
  }

  /** A row that was pushed: `new`, `changed`, `held` or `known`. */
  take(row) {
    if (!this.stories.get(storyKey(row)) && this.isBusy()) return this.hold(row);
    const what = this.stories.add(row);
    if (what === "new") this.insert(storyKey(row));
    if (what === "changed") this.redraw(storyKey(row));
    this.node.setAttribute("aria-busy", "false");
    return what;
  }

  hold(row) {
    if (this.held.some(({ id }) => id === row.id)) return "known";
    this.held.push(row);
    if (this.held.length > MOST) this.held.shift(); // the list would let go of it anyway
    this.showHeld();
    return "held";
  }

  showHeld() {
    const stories = new Set(this.held.map(storyKey)).size;
    this.button.hidden = !stories;
    this.button.textContent = stories ? `${stories >= MOST ? `${MOST} or more` : stories} new` : "";
  }

  /** Let in what was held back; the reader who asked for it is taken to the top. */
  release(asked = false) {
    const rows = this.held;
    this.held = [];
    this.showHeld();
    for (const row of rows) {
      const what = this.stories.add(row);
      if (what === "new") this.insert(storyKey(row));
      if (what === "changed") this.redraw(storyKey(row));
    }
    if (asked) {
      this.scroller.scrollTop = 0;
      this.select(this.stories.order[0]);
    }
  }

  /** The whole list anew, from the server's rows, newest first. */
  fill(rows) {
    this.stories.clear();
    this.held = [];
    this.showHeld();
    for (const row of rows) this.stories.add(row, { older: true });
    this.stories.trim();
    put(this.node, this.stories.order.map((key) => this.draw(key)));
    this.showEmpty();
    if (!this.stories.get(this.current)) this.current = null;
    this.reachable();
  }

  /** Older rows at the end; how many stories came, none where the list is full. */
  extend(rows) {
    const before = this.stories.order.length;
    for (const row of rows) this.stories.add(row, { older: true });
    this.stories.trim();
    const keys = this.stories.order.slice(before);
    this.node.append(...keys.map((key) => this.draw(key)));
    return keys.length;
  }

  insert(key) {
    this.node.querySelector(".empty")?.remove();
    const row = this.draw(key);
    row.classList.add("fresh");
    this.node.prepend(row);
    for (const gone of this.stories.trim()) {
      this.element(gone)?.remove();
      this.places.delete(gone);
    }
    this.reachable();
  }

  draw(key) {
    if (!this.places.has(key)) this.places.set(key, ++this.numbers);
    const row = storyRow(this.stories.get(key), this.places.get(key));
    if (key === this.current) this.dress(row);
    return row;
  }

  redraw(key) {
    const old = this.element(key);
    if (!old) return;
    const focused = old.contains(document.activeElement);
    const fresh = this.draw(key);
    old.replaceWith(fresh);
    if (focused) fresh.focus({ preventScroll: true });
    this.reachable();
  }

  showEmpty() {
    if (this.node.childElementCount) return;
    this.node.append(el("p", { class: "empty" }, "No alert yet. New ones appear here by themselves."));
  }

  element(key) {
    return this.places.has(key) ? document.getElementById(`row-${this.places.get(key)}`) : null;
  }

  /** Select a row and bring it into view. */
  select(key) {
    const row = key && this.element(key);
    if (!row) return false;
    this.mark(key);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** Select the row after (1) or before (-1). */
  move(step) {
    const { order } = this.stories;
    const at = order.indexOf(this.current);
    return this.select(order[at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + step))]);
  }

  mark(key) {
    if (key === this.current) return;
    const old = this.current && this.element(this.current);
    if (old) {
      old.removeAttribute("aria-current");
      old.tabIndex = -1;
    }
    this.current = key;
    this.dress(this.element(key));
    this.onselect?.(this.stories.get(key));
  }

  dress(row) {
    row?.setAttribute("aria-current", "true");
    if (row) row.tabIndex = 0;
  }

  /** One row can be reached with Tab: the selected one, else the first. */
  reachable() {
    if (this.current && this.element(this.current)) return;
    const first = this.node.querySelector(".row");
    if (first) first.tabIndex = 0;
  }

  /** How many stories, for a reader. */
  said() {
    return counted(this.stories.order.length, "story", "stories");
  }
}
