// What this browser keeps of a reader's choices: a name, the alarm, never anything of a report.

const PREFIX = "wirewatch.";

/** What was kept under a name, else `otherwise`. */
export function kept(name, otherwise = null) {
  try {
    return localStorage.getItem(PREFIX + name) ?? otherwise;
  } catch {
    return otherwise; // storage may be switched off; the page works without
  }
}

/** Keep it, if the browser lets us. */
export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // it holds for this page
  }
}
