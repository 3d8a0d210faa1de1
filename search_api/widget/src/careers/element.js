import { html, unsafeCSS } from "lit";
import sheet from "../../../static/css/careers.css";
import { VakwijzerElement } from "../element.js";
import { change, first } from "../query.js";
import { href, prefixOf, read, visit } from "../url-state.js";
import { failed, waiting } from "../views/messages.js";
import { career } from "./career.js";
import { box, list } from "./list.js";

/**
 * `<vakwijzer-careers portal="gelderland" api="https://…">`: the technical careers, by name and by sector, and one of
 * them whole. What is asked stands in the page's address under `vwc-`, or the element's id.
 */
export class VakwijzerCareers extends VakwijzerElement {
  static styles = [...VakwijzerElement.styles, unsafeCSS(sheet)];

  /** @type {import("../query.js").Query} `q`, `sector`, and `career`: the one that is open */
  query = {};
  /** @type {any} an answer of `GET /v1/careers`, or of `/v1/careers/{id}` when a career is open */
  answer = null;
  /** @type {import("../api.js").Problem | null} */
  problem = null;

  begin() {
    this.addressPrefix = this.id || prefixOf(this).replace("vw", "vwc");
    addEventListener("popstate", this.restore);
    this.restore();
  }

  end() {
    removeEventListener("popstate", this.restore);
  }

  /** To what the address says. */
  restore = () => this.load(read(this.addressPrefix));

  /** @param {Record<string, string>} changes  "" drops a key */
  async go(changes) {
    const query = change(this.query, changes);
    visit(href(this.addressPrefix, query));
    await this.load(query);
    await this.updateComplete;
    this.renderRoot.querySelector("#head")?.focus();
  }

  /** @param {import("../query.js").Query} query */
  async load(query) {
    Object.assign(this, { query, answer: null, problem: null });
    this.requestUpdate();
    const found = await this.#asked(query).then((answer) => ({ answer }), (problem) => ({ problem }));
    if (query === this.query) Object.assign(this, found);
    this.requestUpdate();
  }

  #asked(query) {
    const [q, sector, id] = ["q", "sector", "career"].map((key) => first(query, key));
    if (id) return this.source.get(`careers/${encodeURIComponent(id)}`, {});
    // Nothing asked for: those that this portal has most courses for.
    if (!q && !sector) return this.source.get("careers", { withCourses: "true" });
    return this.source.get("careers", { q, pageSize: "100", ...(sector && { sector }) });
  }

  draw() {
    const open = first(this.query, "career");
    const to = (changes) => href(this.addressPrefix, change(this.query, changes));
    const view = { ...this.shared, query: this.query, answer: this.answer, go: (changes) => this.go(changes), to, open };
    const body = this.answer ? (open ? career : list)(view) : this.problem ? this.#failed(view) : waiting();
    return html`${open ? "" : box(view)} <div class="vw-careers" aria-busy=${!this.answer && !this.problem}>${body}</div>`;
  }

  #failed(view) {
    // 404 for one career: it does not exist. For the list: the portal does not, and that is what the text says.
    if (!view.open || this.problem.kind !== "setup") return failed(view, this.problem, () => this.load(this.query));
    const all = html`<p><button class="vw-button" @click=${() => this.go({ career: "" })}>${view.t.say("page.career.back")}</button></p>`;
    return html`<div class="vw-message" role="alert"><p>${view.t.say("careers.gone")}</p>${all}</div>`;
  }
}
