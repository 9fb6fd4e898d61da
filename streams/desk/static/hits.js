// Articles that were found: a list that the keys j, k and o walk through.

import { asPath } from "./api.js";
import { el } from "./dom.js";
import { marked } from "./spans.js";
import { timeElement } from "./times.js";

/** One hit as a list item. */
export function hitItem(hit) {
  const text = hit.headline || "(no headline)";
  const href = `/story/${asPath(hit.story)}?id=${encodeURIComponent(hit.id)}${hit.replay ? `&replay=${encodeURIComponent(hit.replay)}` : ""}`;
  return el(
    "li",
    { class: `hit${hit.withdrawn ? " withdrawn" : ""}`, tabindex: "-1" },
    el("h3", {}, hit.withdrawn ? [el("span", { class: "badge b-withdrawal" }, "Withdrawn"), " "] : null, el("a", { href }, hit.withdrawn ? el("del", {}, text) : text)),
    el(
      "p",
      { class: "meta" },
      timeElement(hit.sent),
      el("span", { class: "source" }, hit.source),
      hit.outcome === "alert" ? hit.rules.map((rule) => el("span", { class: "rule" }, rule)) : el("span", {}, "alerted nobody"),
      hit.replay ? el("span", { class: "badge b-replay", title: hit.replay }, "Replay") : null,
    ),
    hit.snippet ? el("p", { class: "extract" }, marked(hit.snippet, hit.marks)) : null,
  );
}

/** Keys for a list of hits in `node`. */
export function hitKeys(node) {
  const all = () => [...node.querySelectorAll(".hit")];
  const current = () => node.querySelector(".hit[aria-current]");
  const move = (step) => {
    const hits = all();
    if (!hits.length) return false;
    const at = hits.indexOf(current());
    const next = hits[at < 0 ? 0 : Math.min(hits.length - 1, Math.max(0, at + step))];
    current()?.removeAttribute("aria-current");
    next.setAttribute("aria-current", "true");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return undefined;
  };
  const open = () => {
    const link = current()?.querySelector("a");
    return link ? void link.click() : false;
  };
  return [
    { keys: ["j"], what: "next", act: () => move(1) },
    { keys: ["k"], what: "the one before", act: () => move(-1) },
    { keys: ["o", "Enter"], what: "open it", act: open },
  ];
}
