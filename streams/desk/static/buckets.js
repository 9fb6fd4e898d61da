// Days and months as buckets: which of them fits a search, the empty ones between, and where one begins and ends.

const DAY = 86_400_000;
const MOST = 500; // bars

/** The bucket for counts between two moments, or of the whole archive. */
export function fittingBucket(since, until) {
  const span = Date.parse(until || new Date().toISOString()) - Date.parse(since);
  return since && span < 150 * DAY ? "day" : "month";
}

/** A timeline with its empty buckets, so that time runs evenly; as it came where that would be too long. */
export function withoutGaps(timeline) {
  if (timeline.length < 2) return timeline;
  const counts = new Map(timeline);
  const last = timeline.at(-1)[0];
  const filled = [];
  for (let label = timeline[0][0]; label <= last; label = following(label)) {
    filled.push([label, counts.get(label) ?? 0]);
    if (filled.length > MOST) return timeline;
  }
  return filled;
}

/** First and last day of a bucket. */
export function daysOf(label) {
  if (label.length > 7) return [label.slice(0, 10), label.slice(0, 10)];
  const [year, month] = label.split("-").map(Number);
  return [`${label}-01`, new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)];
}

function following(label) {
  const [year, month, day] = label.split("-").map(Number);
  return day ? new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10) : new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
}
