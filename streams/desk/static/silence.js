// A source that has become silent for longer than it ever is: said and rung once, when it happens; the strip keeps showing it.

/** `tell(sources)` is told of those that were not silent at the look before. What was so when the page came rings nobody. */
export class Silence {
  constructor(tell) {
    Object.assign(this, { tell, before: null });
  }

  look(health) {
    const now = health.sources.filter(({ unusual }) => unusual).map(({ source }) => source);
    const fresh = this.before ? now.filter((source) => !this.before.has(source)) : [];
    this.before = new Set(now);
    if (fresh.length) this.tell(fresh);
  }
}
