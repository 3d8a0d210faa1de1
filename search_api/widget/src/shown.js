// The course that is shown whole: fetched when it is asked for.

export class Shown {
  id = "";
  /** @type {any} an answer of `GET /v1/courses/{id}` */
  course = null;
  /** @type {import("./api.js").Problem | null} */
  problem = null;

  /** @param {import("lit").ReactiveControllerHost} host @param {import("./api.js").Api} api */
  constructor(host, api) {
    this.host = host;
    this.api = api;
  }

  /** @param {string} id  "" shows none */
  show(id) {
    if (id !== this.id) this.#load(id);
  }

  retry = () => this.#load(this.id);

  /** @param {string} id */
  async #load(id) {
    this.#set({ id, course: null, problem: null });
    if (!id) return;
    const found = await this.api.course(id).then((course) => ({ course }), (problem) => ({ problem }));
    if (id === this.id) this.#set(found);
  }

  #set(changes) {
    Object.assign(this, changes);
    this.host.requestUpdate();
  }
}
