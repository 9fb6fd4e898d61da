// The filters of the desk: kept in the address, so that a view can be shared; asked of the server, held to what is pushed.

import { el, put } from "./dom.js";

const FIELDS = ["rule", "source", "entity", "country", "q"];

/** Reads and writes the filters of a form whose controls are named after them; `changed` hears of it. */
export class Filters {
  constructor(form, changed) {
    this.form = form;
    this.known = { rule: new Map(), source: new Map(), entity: new Map(), country: new Map() };
    this.read();
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.take(changed), 250);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      this.take(changed);
    });
    form.addEventListener("reset", () => setTimeout(() => this.take(changed)));
    addEventListener("popstate", () => this.write()); // going back closes a story; the filters stay
  }

  read() {
    const params = new URLSearchParams(location.search);
    this.values = Object.fromEntries(FIELDS.map((name) => [name, params.get(name) ?? ""]));
    for (const name of FIELDS) this.form.elements[name].value = this.values[name];
    this.show();
  }

  take(changed) {
    const values = Object.fromEntries(FIELDS.map((name) => [name, this.form.elements[name].value.trim()]));
    if (JSON.stringify(values) === JSON.stringify(this.values)) return;
    this.values = values;
    this.write();
    this.show();
    changed(values);
  }

  write() {
    const params = new URLSearchParams(Object.entries(this.values).filter(([, value]) => value));
    history.replaceState(history.state, "", `${location.pathname}${params.size ? `?${params}` : ""}`);
  }

  show() {
    const count = this.count();
    const sign = document.getElementById("filters-count");
    sign.textContent = count ? `(${count})` : "";
    this.form.classList.toggle("active", count > 0);
  }

  count() {
    return FIELDS.filter((name) => this.values[name]).length;
  }

  /** Whether a row that was pushed fits, as far as it can be told here: `q` is the server's to judge. */
  match(row) {
    const { rule, source, entity, country } = this.values;
    return (
      (!rule || (row.rules ?? []).some(({ id }) => id === rule)) &&
      (!source || row.source === source) &&
      (!entity || (row.entities ?? []).some((name) => name.toLowerCase() === entity.toLowerCase())) &&
      (!country || (row.countries ?? []).includes(country.toUpperCase()))
    );
  }

  /** Learn what can be chosen, from a row. */
  learn(row) {
    for (const { id, name } of row.rules ?? []) this.offer("rule", id, name);
    this.offer("source", row.source);
    for (const name of (row.entities ?? []).slice(0, 12)) this.offer("entity", name);
    for (const code of row.countries ?? []) this.offer("country", code, countryName(code));
  }

  offer(field, value, label = "") {
    const known = this.known[field];
    if (!value || known.has(value) || known.size >= 200) return;
    known.set(value, label);
    clearTimeout(this.drawing);
    this.drawing = setTimeout(() => this.draw(), 200);
  }

  draw() {
    for (const [field, known] of Object.entries(this.known)) {
      const options = [...known].sort().map(([value, label]) => el("option", { value, label: label || null }));
      put(document.getElementById(`known-${field}`), options);
    }
  }
}

let names;

/** A country's name in the reader's language. */
export function countryName(code) {
  try {
    names ??= new Intl.DisplayNames(undefined, { type: "region" });
    return names.of(code) ?? code;
  } catch {
    return code; // no code of a country
  }
}
