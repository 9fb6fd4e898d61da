// Sound, notification and the title's count for what is urgent: only after the reader has asked for it, and it can be muted.

import { kept, keep } from "./kept.js";

const TITLE = document.title;
const APART = 2000; // milliseconds between two rings: ten alerts at once ring once

/** The alarm and its button. `off` until asked; then `on` or `muted`, which this browser keeps. */
export class Alarm {
  constructor(button, show) {
    Object.assign(this, { button, show, unread: new Set(), rang: 0, audio: null });
    this.state = kept("alarm", "off");
    button.addEventListener("click", () => this.next());
    // A browser gives no sound to a page that nobody has touched.
    addEventListener("pointerdown", () => this.wake(), { once: true });
    addEventListener("keydown", () => this.wake(), { once: true });
    this.draw();
  }

  async next() {
    if (this.state === "off") await this.ask();
    this.state = this.state === "on" ? "muted" : "on";
    keep("alarm", this.state);
    if (this.state === "on") this.sound();
    this.draw();
  }

  mute() {
    if (this.state === "on") this.next();
    return undefined;
  }

  async ask() {
    this.audio = new AudioContext();
    if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
  }

  wake() {
    if (this.state === "off") return;
    this.audio ??= new AudioContext();
    this.audio.resume();
  }

  draw() {
    this.button.textContent = { off: "Alarm off", on: "Alarm on", muted: "Muted" }[this.state];
    this.button.setAttribute("aria-pressed", String(this.state === "on"));
    this.button.title = "Sound and notification for the urgent";
  }

  /** An urgent row has come: count it, ring, notify. */
  ring(key, row) {
    this.unread.add(key);
    if (this.unread.size > 999) this.unread.delete(this.unread.values().next().value);
    this.count();
    if (this.state !== "on") return;
    if (Date.now() - this.rang > APART) this.sound();
    this.rang = Date.now();
    this.notify(key, row);
  }

  /** Sources have fallen silent: no row to open, the strip names them. */
  warn(sources) {
    if (this.state !== "on") return;
    this.sound();
    if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return;
    const note = new Notification(`Unusually silent: ${sources.join(", ")}`, { tag: "silence" });
    note.addEventListener("click", () => {
      window.focus();
      note.close();
    });
  }

  /** It has been looked at. */
  seen(key) {
    if (this.unread.delete(key)) this.count();
  }

  count() {
    document.title = this.unread.size ? `(${this.unread.size}) ${TITLE}` : TITLE;
  }

  notify(key, row) {
    if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return;
    const word = { correction: "Corrected: ", withdrawal: "Withdrawn: " }[row.kind] ?? "";
    const note = new Notification(`${word}${row.headline ?? "(no headline)"}`, {
      body: `${row.source}: ${row.extract?.text ?? ""}`.slice(0, 200),
      tag: key, // a story's next notification takes the place of its last
    });
    note.addEventListener("click", () => {
      window.focus();
      this.show(key);
      note.close();
    });
  }

  /** Two short notes, made here: no file, and not loud. */
  sound() {
    const audio = (this.audio ??= new AudioContext());
    for (const [at, pitch] of [[0, 660], [0.16, 880]]) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const start = audio.currentTime + at;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.12, start + 0.01);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.32);
    }
  }
}
