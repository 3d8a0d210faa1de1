// The API as the widget needs it: stale questions aborted, a slow one cut off, a failed one tried again.
import { pairs } from "./query.js";

const TIMEOUT = 10_000;
const PAUSES = [500, 1500];
const NEVER = new AbortController().signal;

/** Why there is no answer. `kind` names the text `error.<kind>`. */
export class Problem extends Error {
  /** @param {"network" | "timeout" | "server" | "invalid" | "setup" | "gone"} kind @param {string} [detail] */
  constructor(kind, detail = "") {
    super(detail || kind);
    this.kind = kind;
    this.detail = detail;
  }
}

export class Api {
  #running = new AbortController();

  /** @param {string} base  origin of the API @param {string} portal  slug; without it the API takes the whole country */
  constructor(base, portal) {
    this.base = base.replace(/\/+$/, "");
    this.portal = portal;
  }

  /**
   * One page of results. A new search aborts the one before, which then rejects with an AbortError.
   * @param {import("./query.js").Query} query
   */
  search(query) {
    this.stop();
    this.#running = new AbortController();
    return patiently(this.#url("courses", pairs(query)), this.#running.signal);
  }

  /** What may be meant. Asked once: the next letter asks again. @param {string} q @param {AbortSignal} signal */
  suggestions(q, signal) {
    return ask(this.#url("suggestions", { q }), signal);
  }

  /** Any answer of the API for this portal. @param {string} path @param {Record<string, string>} given */
  get(path, given) {
    return patiently(this.#url(path, given), NEVER);
  }

  /** One course, whole. A course that this portal does not have, or no longer, is a `gone` problem. @param {string} id */
  course(id) {
    return this.get(`courses/${encodeURIComponent(id)}`, {}).catch((problem) => {
      throw problem.kind === "setup" ? new Problem("gone", problem.detail) : problem;
    });
  }

  /** Counts, for nobody in particular, that this course was opened from that search. @param {string} search @param {string} course */
  opened(search, course) {
    fetch(this.#url(`searches/${search}/openings`, { course }), { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
  }

  /** The portal's public settings. */
  settings() {
    return patiently(`${this.base}/v1/portals/${encodeURIComponent(this.portal || "nl")}`, NEVER);
  }

  /** A file that belongs to the widget and is only fetched when it is needed. @param {string} name */
  file(name) {
    return patiently(new URL(name, `${this.base}/widget/v1/`).href, NEVER);
  }

  /** @param {string} path @param {ConstructorParameters<typeof URLSearchParams>[0]} given */
  #url(path, given) {
    const params = new URLSearchParams(given);
    if (this.portal) params.set("portal", this.portal);
    return `${this.base}/v1/${path}?${params}`;
  }

  stop() {
    this.#running.abort();
  }

  /** An http(s) address, read against the API's origin; anything else (`javascript:`) is no link. @param {string} path */
  link(path) {
    const url = URL.parse?.(path, this.base) ?? (URL.canParse(path, this.base) ? new URL(path, this.base) : null);
    return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
  }
}

/** @param {string} url @param {AbortSignal} signal */
async function patiently(url, signal) {
  for (const pause of PAUSES) {
    try {
      return await ask(url, signal);
    } catch (problem) {
      if (!worthAnotherTry(problem)) throw problem;
      await rest(pause, signal);
    }
  }
  return ask(url, signal);
}

// After a timeout the reader has waited long enough: then they decide.
const worthAnotherTry = (problem) => problem instanceof Problem && ["network", "server"].includes(problem.kind);

/** @param {string} url @param {AbortSignal} signal */
async function ask(url, signal) {
  const limit = AbortSignal.timeout(TIMEOUT);
  try {
    const response = await fetch(url, { credentials: "omit", signal: AbortSignal.any([signal, limit]) });
    if (!response.ok) throw await refusal(response);
    return await response.json();
  } catch (error) {
    if (error instanceof Problem || signal.aborted) throw error;
    if (limit.aborted) throw new Problem("timeout");
    throw new Problem(error instanceof SyntaxError ? "server" : "network");
  }
}

/** @param {Response} response */
async function refusal(response) {
  const { detail = "" } = await response.json().catch(() => ({}));
  if (response.status >= 500 || response.status === 429) return new Problem("server", detail);
  return new Problem(response.status === 400 ? "invalid" : "setup", detail);
}

/** @param {number} pause @param {AbortSignal} signal */
function rest(pause, signal) {
  // Jitter: many readers of one portal should not come back in the same moment.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, pause * (0.75 + Math.random() / 2));
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}
