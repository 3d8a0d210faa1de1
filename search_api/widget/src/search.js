import { html, nothing } from "lit";
import { VakwijzerElement } from "./element.js";
import { Life } from "./life.js";
import { change } from "./query.js";
import { Suggest, itemsOf } from "./suggest.js";
import { prefixOf } from "./url-state.js";
import { box, typed } from "./views/box.js";
import { chips } from "./views/chips.js";
import { dialog } from "./views/dialog.js";
import { filters } from "./views/filters.js";
import { head, status } from "./views/head.js";
import { empty, failed, partial, slow, waiting } from "./views/messages.js";
import { paging } from "./views/paging.js";
import { results } from "./views/results.js";
import { understood } from "./views/understood.js";

/**
 * `<vakwijzer-search portal="gelderland" api="https://…">`: search of a portal's courses.
 * `api` is the origin of the API, by default that of this script; `lang` by default the language of the page.
 */
export class VakwijzerSearch extends VakwijzerElement {
  static properties = {
    filtersOpen: { state: true },
    savedOpen: { state: true },
    map: { state: true },
  };

  constructor() {
    super();
    this.filtersOpen = this.savedOpen = false;
    this.map = null;
    const find = async (words, signal) => itemsOf(await this.source.suggestions(words, signal));
    const places = async (...asked) => (await find(...asked)).filter(({ kind }) => kind === "near");
    this.suggest = {
      q: new Suggest(this, find, (item) => this.#pick("q", item)),
      near: new Suggest(this, places, (item) => this.#pick("near", item)),
    };
  }

  begin() {
    this.life = new Life(this, this.source, prefixOf(this));
    this.life.start();
  }

  end() {
    this.life.stop();
    this.suggest.q.close();
    this.suggest.near.close();
  }

  /** A suggestion says what was meant, so the letters that led to it go; a course is shown at once. */
  #pick(from, { kind, value }) {
    const form = this.renderRoot.querySelector("form");
    if (kind === "course") return this.life.open(value);
    form.elements.namedItem(from).value = kind === from ? value : "";
    this.#go(change(this.life.query, { ...typed(form), [kind]: value }));
  }

  get #view() {
    const { life, t } = this;
    const facets = life.answer?.facets ?? {};
    const named = (facet, value) => t.label(facet, value, facets[facet]?.find((row) => row.value === value)?.label);
    return {
      ...this.shared,
      life,
      facets,
      query: life.query,
      answer: life.answer,
      open: this.filtersOpen,
      suggest: this.suggest,
      label: named,
      href: (query) => life.href(query),
      shown: life.shown,
      go: (query) => this.#go(query),
      /** From a filter: what stands in the box but was not yet searched for goes along. */
      search: (query) => this.#go(change(query, typed(this.renderRoot.querySelector("form")))),
      /** For a control that is gone or far away after the change: the reader continues at the results. */
      goToHead: (query) => (this.#go(query), this.#focusHead()),
      toggleFilters: () => (this.filtersOpen = !this.filtersOpen),
      closeFilters: () => ((this.filtersOpen = false), this.#focusHead()),
      retry: () => (life.load(), this.#focusHead()),
      show: (course) => ((this.said = ""), life.answer?.searchId && this.source.opened(life.answer.searchId, course.id), life.open(course.id)),
      savedOpen: this.savedOpen,
      showSaved: () => (this.savedOpen = true),
      close: () => ((this.savedOpen = false), life.shown.id ? life.close() : null),
      map: this.map,
      drawMap: async () => (this.map ??= await this.source.file("provinces.json").catch(() => null)),
    };
  }

  #go(query) {
    this.said = "";
    this.life.go(query);
  }

  async #focusHead() {
    await this.updateComplete;
    this.renderRoot.querySelector("#count")?.focus();
  }

  /** The dialog is the browser's own: it keeps the focus inside, and gives it back. */
  updated() {
    const shown = this.renderRoot.querySelector("dialog");
    const wanted = Boolean(this.savedOpen || this.life.shown.id);
    if (shown && wanted !== shown.open) wanted ? shown.showModal() : shown.close();
  }

  draw() {
    const view = this.#view;
    return html`
      ${box(view)}
      <div class="vw-layout">
        ${filters(view)}
        <section aria-labelledby="count">
          ${head(view)} ${chips(view)}
          <div class="vw-body" aria-busy=${this.life.loading}>${this.#body(view)}</div>
        </section>
      </div>
      ${status(view)} ${dialog(view)}
    `;
  }

  #body(view) {
    const { problem, answer } = this.life;
    if (problem) return failed(view, problem, view.retry);
    const late = this.life.slow ? slow(view) : nothing;
    if (!answer) return html`${late} ${waiting()}`;
    const found = answer.results.length ? html`${results(view)} ${paging(view)}` : empty(view);
    return html`${late} ${answer.degraded ? partial(view) : nothing} ${understood(view)} ${found}`;
  }
}
