// Days and months as buckets: which of them fits a search, the empty ones between, and where one begins and ends.

const DAY = 86_400_000;
const MOST = 190; // bars; beyond, days become months

/** The bucket for counts between two moments, or of the whole archive. */
export function fittingBucket(since, until) {
  const span = Date.parse(until || new Date().toISOString()) - Date.parse(since);
  return since && span < 150 * DAY ? "day" : "month";
}

/** A timeline with its empty buckets, so that time runs evenly, and in months where the days would be too many. */
export function withoutGaps(timeline) {
  if (timeline.length < 2) return timeline;
  const last = timeline.at(-1)[0];
  if (last.length === 10 && Date.parse(last) - Date.parse(timeline[0][0]) > MOST * DAY) return withoutGaps(byMonth(timeline));
  const counts = new Map(timeline);
  const filled = [];
  for (let label = timeline[0][0]; label <= last; label = following(label)) {
    filled.push([label, counts.get(label) ?? 0]);
    if (filled.length > 12 * MOST) return timeline;
  }
  return filled;
}

function byMonth(timeline) {
  const months = new Map();
  for (const [day, count] of timeline) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + count);
  return [...months];
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
