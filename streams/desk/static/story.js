// One story's own page: what the panel of the desk shows, kept up to date.

import { Acknowledge } from "./acknowledge.js";
import { byId, el, put } from "./dom.js";
import { Live, showState } from "./live.js";
import { mergeAcks } from "./model.js";
import { fetchStory, showAcks, showStory } from "./opened.js";
import { say, startShell } from "./shell.js";

const node = byId("story");
const { key } = node.dataset;
const params = new URLSearchParams(location.search);
const replay = params.get("replay");
let shown = null;
let told = []; // acknowledgements that were pushed: a story that is being fetched may be without them

async function load(id = null) {
  try {
    shown = await fetchStory(key, replay, id);
    shown.story.acks = mergeAcks(shown.story.acks, told);
    showStory(node, shown, { choose: load, acknowledge: (row) => acknowledge.ask(row) });
    document.title = `${shown.row.headline ?? key} – Wirewatch`;
  } catch (error) {
    put(node, el("h2", {}, key), el("p", { class: "error" }, `It cannot be shown: ${error.message}`));
  }
  node.setAttribute("aria-busy", "false");
}

function addAck(ack) {
  if (ack.story !== key || (ack.replay ?? null) !== replay) return;
  told = mergeAcks(told, [ack]);
  if (!shown) return;
  shown.story.acks = mergeAcks(shown.story.acks, told);
  showAcks(shown.story.acks);
}

const acknowledge = new Acknowledge(addAck);
startShell([{ keys: ["a"], what: "acknowledge it", act: () => (shown ? acknowledge.ask(shown.row) : false) }]);
await load(params.get("id"));

const on = {
  ack: addAck,
  gap: () => load(),
  alert(row) {
    if (row.story !== key || (row.replay ?? null) !== replay) return;
    say(`Changed: ${row.headline}`);
    load();
  },
};
new Live(on, (text, kind) => showState(byId("live"), text, kind)).start();
