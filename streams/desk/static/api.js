// The door to the server: JSON in and out, and its problems as errors that say what to do.

const ROOT = "/api/v1";

/** What the server refused, in its own words (RFC 9457); `problem` holds the rest, a query's column among it. */
export class Refused extends Error {
  constructor(status, problem) {
    super([problem.title, problem.detail].filter(Boolean).join(": ") || `the server answered ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

/** GET. `params` without the empty ones. Raises Refused, or TypeError where no server answers. */
export function get(path, params = {}, signal = undefined) {
  return call("GET", path + asQuery(params), undefined, signal);
}

/** POST, PUT, DELETE with a JSON body. */
export function send(method, path, body = undefined) {
  return call(method, path, body);
}

/** `?a=b`, without what is empty. */
export function asQuery(params) {
  const kept = Object.entries(params).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
}

/** A path with a story's key or an article's id in it: slashes stay, all else is escaped. */
export function asPath(key) {
  return key.split("/").map(encodeURIComponent).join("/");
}

async function call(method, path, body, signal) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-Wirewatch-CSRF"] = document.querySelector('meta[name="csrf"]')?.content ?? "";
  const answer = await fetch(ROOT + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
    credentials: "same-origin",
  });
  const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (answer.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  if (!answer.ok) throw new Refused(answer.status, said);
  return said;
}
