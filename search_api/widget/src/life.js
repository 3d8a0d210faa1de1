// The life of a search: what is asked, what came back, and what went wrong. The element only draws it.
import { pairs } from "./query.js";
import { Shown } from "./shown.js";
import { href, read, readCourse, visit } from "./url-state.js";

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
  #opened = false;

  /** @param {import("lit").ReactiveControllerHost} host @param {import("./api.js").Api} api @param {string} prefix */
  constructor(host, api, prefix) {
    this.host = host;
    this.api = api;
    this.prefix = prefix;
    this.shown = new Shown(host, api);
  }

  start() {
    addEventListener("popstate", this.restore);
    addEventListener("online", this.again);
    this.restore();
  }

  stop() {
    removeEventListener("popstate", this.restore);
    removeEventListener("online", this.again);
    clearTimeout(this.#timer);
    this.api.stop();
  }

  /** To what the URL says. */
  restore = () => {
    const query = read(this.prefix);
    const same = this.answer && String(pairs(query)) === String(pairs(this.query));
    this.shown.show(readCourse(this.prefix));
    if (same) return;
    this.query = query;
    this.load();
  };

  /** The connection is back: what failed is tried again without being asked. */
  again = () => {
    if (this.problem) this.load();
    if (this.shown.problem) this.shown.retry();
  };

  /** Address of this page with another search. @param {import("./query.js").Query} query */
  href(query) {
    return href(this.prefix, query);
  }

  /** @param {import("./query.js").Query} query */
  go(query) {
    visit(this.href(query));
    this.query = query;
    this.#opened = false;
    this.shown.show("");
    return this.load();
  }

  /** @param {string} id  of the course to show */
  open(id) {
    this.#opened = visit(href(this.prefix, this.query, id));
    this.shown.show(id);
  }

  /** Back to the search, for the reader as for the browser's own button. */
  close() {
    if (this.#opened) history.back();
    else visit(this.href(this.query), "replaceState");
    this.#opened = false;
    this.shown.show("");
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
