// Acknowledging: a dialog that asks for a name and a note, and tells the server, which tells every desk.

import { asPath, asQuery, get, send } from "./api.js";
import { byId } from "./dom.js";
import { kept, keep } from "./kept.js";

/**
 * Asks for a row; `done(ack)` once the server has it. The dialog gives the focus back to where it was; where that has
 * been drawn anew meanwhile, `lost()` is told.
 */
export class Acknowledge {
  constructor(done, lost = () => undefined) {
    this.dialog = byId("ack");
    this.form = this.dialog.querySelector("form");
    this.done = done;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    byId("ack-cancel").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => {
      const { activeElement: at, body } = document;
      if (at === body || this.dialog.contains(at)) lost();
    });
    this.whoAmI();
  }

  async whoAmI() {
    try {
      const me = await get("/me");
      if (!me.login || !me.name) return;
      this.form.elements.name.value = me.name;
      this.form.elements.name.readOnly = true;
    } catch {
      // without an answer the reader gives the name
    }
  }

  ask(row) {
    this.row = row;
    byId("ack-of").textContent = row.headline || "(no headline)";
    byId("ack-error").textContent = "";
    const { name, note } = this.form.elements;
    if (!name.readOnly) name.value ||= kept("name", "");
    note.value = "";
    this.dialog.showModal();
    (name.value ? note : name).focus();
  }

  async submit() {
    const { name, note } = this.form.elements;
    if (!name.value.trim()) {
      byId("ack-error").textContent = "Say who you are: every desk sees the name.";
      name.focus();
      return;
    }
    if (!name.readOnly) keep("name", name.value.trim());
    try {
      const path = `/alerts/${asPath(this.row.id)}/acks${asQuery({ replay: this.row.replay })}`;
      const ack = await send("POST", path, { name: name.value.trim(), note: note.value.trim() });
      this.dialog.close();
      this.done(ack);
    } catch (error) {
      byId("ack-error").textContent = `Not acknowledged: ${error.message}`;
    }
  }
}
