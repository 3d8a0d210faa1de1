// The life of a search: what is asked, what came back, and what went wrong. The element only draws it.
import { href, read } from "./url-state.js";

const SLOW = 3_000;

export class Life {
  /** @type {import("./query.js").Query} */
  query = {};
  /** @type {any} the last good answer; kept while the next is under way */
  answer = null;
  /** @type {import("./api.js").Problem | null} */
  problem = null;
  loading = true;
  slow = false;
  #timer = 0;

  /** @param {import("lit").ReactiveControllerHost} host @param {import("./api.js").Api} api @param {string} prefix */
  constructor(host, api, prefix) {
    this.host = host;
    this.api = api;
    this.prefix = prefix;
  }

  start() {
    addEventListener("popstate", this.restore);
    this.restore();
  }

  stop() {
    removeEventListener("popstate", this.restore);
    clearTimeout(this.#timer);
    this.api.stop();
  }

  restore = () => {
    this.query = read(this.prefix);
    this.load();
  };

  /** Address of this page with another search. @param {import("./query.js").Query} query */
  href(query) {
    return href(this.prefix, query);
  }

  /** @param {import("./query.js").Query} query */
  go(query) {
    const url = this.href(query);
    this.query = query;
    if (url !== location.href) history.pushState(history.state, "", url);
    return this.load();
  }

  async load() {
    this.#set({ loading: true, slow: false, problem: null });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set({ slow: true }), SLOW);
    const asked = this.query;
    try {
      const answer = await this.api.search(asked);
      if (asked === this.query) this.#set({ answer });
    } catch (problem) {
      // Overtaken by a newer search, which reports for itself.
      if (problem.name === "AbortError") return;
      this.#set({ problem });
    }
    clearTimeout(this.#timer);
    this.#set({ loading: false, slow: false });
  }

  #set(changes) {
    Object.assign(this, changes);
    this.host.requestUpdate();
  }
}
