// What must not be missed: corrections and withdrawals of what was shown, at the top until somebody has seen them.

import { el, put } from "./dom.js";

const WORDS = { withdrawal: "Withdrawn", correction: "Corrected" };
const MOST = 4; // shown one by one; the rest is a number

/** A bar with one line for each story; a withdrawal goes before a correction, and over it. */
export class Banner {
  constructor(node, open) {
    Object.assign(this, { node, open, lines: new Map() });
  }

  show(key, row) {
    this.lines.delete(key);
    this.lines.set(key, row);
    this.draw();
  }

  /** Take one line away, or all; false where there was none. */
  hide(key = null) {
    if (!this.lines.size) return false;
    if (key) this.lines.delete(key);
    else this.lines.clear();
    this.draw();
    return undefined;
  }

  draw() {
    const lines = [...this.lines].sort(([, a], [, b]) => (a.kind === "withdrawal" ? 0 : 1) - (b.kind === "withdrawal" ? 0 : 1));
    this.node.hidden = !lines.length;
    put(
      this.node,
      lines.slice(0, MOST).map(([key, row]) =>
        el(
          "p",
          { class: `banner ${row.kind}` },
          el("b", {}, WORDS[row.kind]),
          " ",
          el("button", { type: "button", class: "linklike", onclick: () => this.seen(key) }, row.headline || "(no headline)"),
          " ",
          el("span", {}, row.source),
          " ",
          el("button", { type: "button", class: "close", "aria-label": "Dismiss", onclick: () => this.hide(key) }, "×"),
        ),
      ),
      lines.length > MOST ? el("p", { class: "banner" }, `and ${lines.length - MOST} more`) : null,
    );
  }

  seen(key) {
    this.hide(key);
    this.open(key);
  }
}
