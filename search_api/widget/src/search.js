import { LitElement, html, nothing, unsafeCSS } from "lit";
import components from "../../static/css/components.css";
import tokens from "../../static/css/tokens.css";
import { Api } from "./api.js";
import { Life } from "./life.js";
import { change } from "./query.js";
import isolation from "./isolation.css";
import states from "./states.css";
import { Texts } from "./texts.js";
import { dress } from "./theme.js";
import { box, typed } from "./views/box.js";
import { chips } from "./views/chips.js";
import { understood } from "./views/understood.js";
import { filters } from "./views/filters.js";
import { head, status } from "./views/head.js";
import { empty, failed, partial, slow, waiting } from "./views/messages.js";
import { paging } from "./views/paging.js";
import { results } from "./views/results.js";
import { prefixOf } from "./url-state.js";

/**
 * `<vakwijzer-search portal="gelderland" api="https://…">`: search of a portal's courses.
 * `api` is the origin of the API, by default that of this script; `lang` by default the language of the page.
 */
export class VakwijzerSearch extends LitElement {
  static properties = {
    portal: {},
    api: {},
    lang: {},
    filtersOpen: { state: true },
  };
  static styles = [isolation, tokens, components, states].map(unsafeCSS);

  constructor() {
    super();
    this.portal = "";
    this.api = new URL(import.meta.url).origin;
    this.filtersOpen = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.life.stop();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const moved = ["portal", "api"].some((name) => changed.has(name) && changed.get(name) !== undefined);
    if (this.hasUpdated && moved) {
      this.life.stop();
      this.#begin();
    }
  }

  #begin() {
    const api = new Api(this.api, this.portal);
    this.life = new Life(this, api, prefixOf(this));
    this.life.start();
    // The look is an extra: without it the search works all the same.
    api.settings().then((portal) => dress(this, portal.tokens), () => {});
  }

  /** What every view needs to know and may do. */
  get #view() {
    const { life } = this;
    const t = new Texts(this.closest("[lang]")?.getAttribute("lang") ?? "");
    const facets = life.answer?.facets ?? {};
    return {
      t,
      life,
      facets,
      query: life.query,
      answer: life.answer,
      open: this.filtersOpen,
      label: (facet, value) => t.label(facet, value, facets[facet]?.find((row) => row.value === value)?.label),
      link: (path) => life.api.link(path),
      href: (query) => life.href(query),
      go: (query) => life.go(query),
      /** From a filter: what stands in the box but was not yet searched for goes along. */
      search: (query) => life.go(change(query, typed(this.renderRoot.querySelector("form")))),
      /** For a control that is gone or far away after the change: the reader continues at the results. */
      goToHead: (query) => (life.go(query), this.#focusHead()),
      toggleFilters: () => (this.filtersOpen = !this.filtersOpen),
      closeFilters: () => ((this.filtersOpen = false), this.#focusHead()),
      retry: () => (life.load(), this.#focusHead()),
    };
  }

  async #focusHead() {
    await this.updateComplete;
    this.renderRoot.querySelector("#count")?.focus();
  }

  render() {
    const view = this.#view;
    return html`
      <div class="vw" lang=${view.t.lang}>
        ${box(view)}
        <div class="vw-layout">
          ${filters(view)}
          <section aria-labelledby="count">
            ${head(view)} ${chips(view)}
            <div class="vw-body" aria-busy=${this.life.loading}>${this.#body(view)}</div>
          </section>
        </div>
        ${status(view)}
      </div>
    `;
  }

  #body(view) {
    const { problem, answer } = this.life;
    if (problem) return failed(view);
    const late = this.life.slow ? slow(view) : nothing;
    if (!answer) return html`${late} ${waiting()}`;
    const found = answer.results.length ? html`${results(view)} ${paging(view)}` : empty(view);
    return html`${late} ${answer.degraded ? partial(view) : nothing} ${understood(view)} ${found}`;
  }
}
