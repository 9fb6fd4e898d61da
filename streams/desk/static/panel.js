// The story beside the list: opened, closed, and told when it changes while somebody reads it.

import { el, put } from "./dom.js";
import { mergeAcks } from "./model.js";
import { fetchStory, showAcks, showStory } from "./opened.js";

/** The panel. `acknowledge(row)` asks for a name; `closed()` gets the focus back when it closes. */
export class Panel {
  constructor(node, acknowledge, closed) {
    Object.assign(this, { node, acknowledge, closed, key: null });
    this.body = node.querySelector(".body");
    node.querySelector(".close").addEventListener("click", () => this.close());
    addEventListener("popstate", () => this.isOpen() && this.shut());
  }

  isOpen() {
    return this.key !== null;
  }

  /** Open a story. The browser's back button closes it, as a reader on a phone expects. */
  open(story) {
    if (!this.isOpen()) history.pushState({ story: story.key }, "");
    this.key = story.key;
    this.story = story;
    this.acks = story.acks;
    this.node.hidden = false;
    document.body.classList.add("reading");
    return this.load(null);
  }

  async load(id, { keep = false } = {}) {
    const { key, story } = this;
    this.fetching?.abort();
    this.fetching = new AbortController();
    this.body.setAttribute("aria-busy", "true");
    const at = keep ? this.body.scrollTop : 0;
    try {
      const found = await fetchStory(story.row.story, story.row.replay, id, this.fetching.signal);
      if (this.key !== key) return;
      this.acks = found.story.acks = mergeAcks(found.story.acks, this.acks); // one may have come while it was fetched
      showStory(this.body, found, { choose: (other) => this.load(other), acknowledge: this.acknowledge });
    } catch (error) {
      if (error.name === "AbortError") return;
      put(this.body, el("h2", { id: "story-title", tabindex: "-1" }, story.row.headline), el("p", { class: "error" }, `It cannot be shown: ${error.message}`));
    }
    this.body.setAttribute("aria-busy", "false");
    this.body.scrollTop = at;
    if (!keep) document.getElementById("story-title").focus({ preventScroll: true });
  }

  /** Its story has a new version: a withdrawal is shown at once, all else when the reader asks for it. */
  changed(row) {
    if (row.kind === "withdrawal") return this.load(null, { keep: true });
    if (this.body.querySelector(".newer")) return undefined;
    const show = () => this.load(null);
    this.body.prepend(el("p", { class: "banner newer" }, `A newer version has come (${row.kind}). `, el("button", { type: "button", onclick: show }, "Show it")));
    return undefined;
  }

  acknowledged(list) {
    this.acks = mergeAcks(this.acks, list);
    showAcks(this.acks);
  }

  close() {
    if (history.state?.story) history.back(); // popstate shuts it
    else this.shut();
  }

  shut() {
    this.fetching?.abort();
    this.key = null;
    this.node.hidden = true;
    put(this.body);
    document.body.classList.remove("reading");
    this.closed();
  }
}
