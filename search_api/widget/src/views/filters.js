import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { FACETS, toggle } from "../query.js";
import { active } from "./chips.js";
import { map } from "./map.js";
import { price, start } from "./ranges.js";

const OPEN_AT_FIRST = 3;
const SHOWN = 8;

// On the first load nothing is drawn below the facets' place: it would jump when they come.
/** Filters: beside the results where there is room, behind a button where there is not. */
export function filters(view) {
  const { t, facets, open, life, answer } = view;
  const chosen = active(view).length;
  return html`
    <aside class="vw-filters" aria-label=${t.say("filters.title")}>
      <button class="vw-button vw-button--plain vw-filters__toggle" aria-expanded=${open} aria-controls="panel" @click=${view.toggleFilters}>
        ${chosen ? t.say("filters.show.count", { n: chosen }) : t.say("filters.show")}
      </button>
      <div class="vw-filters__panel" id="panel" ?data-open=${open}>
        <h2 class="vw-filters__title">${t.say("filters.title")}</h2>
        ${FACETS.filter((name) => facets[name]?.length).map((name, index) => facet(view, name, index < OPEN_AT_FIRST))}
        ${life.loading && !answer ? nothing : [start(view), price(view)]}
        <button class="vw-button vw-filters__close" @click=${view.closeFilters}>${t.say("filters.done")}</button>
      </div>
    </aside>
  `;
}

function facet(view, name, open) {
  const { t, facets, query } = view;
  const chosen = query[name] ?? [];
  const rows = facets[name];
  const rest = rows.slice(SHOWN);
  return html`
    <details class="vw-facet" ?open=${open || chosen.length > 0}>
      <summary>${t.say(`facet.${name}`)} ${chosen.length ? html`<span class="vw-hint">${t.say("filters.chosen", { n: chosen.length })}</span>` : nothing}</summary>
      <fieldset>
        <legend class="vw-hidden">${t.say(`facet.${name}`)}</legend>
        ${rows.slice(0, SHOWN).map((row) => check(view, name, row))}
        ${rest.length
          ? html`<details class="vw-facet__more" ?open=${rest.some((row) => chosen.includes(row.value))}>
              <summary>${t.say("filters.more", { n: rest.length })}</summary>
              ${rest.map((row) => check(view, name, row))}
            </details>`
          : nothing}
      </fieldset>
      ${name === "province" && rows.length > 1 ? map(view, rows) : nothing}
    </details>
  `;
}

function check({ query, label, search }, name, row) {
  const on = (query[name] ?? []).includes(row.value);
  return html`
    <label class="vw-check">
      <input type="checkbox" name=${name} value=${row.value} .checked=${live(on)}
        @change=${(event) => search(toggle(query, name, row.value, event.target.checked))} />
      <span>${label(name, row.value)}</span><span class="vw-check__count">${row.count}</span>
    </label>
  `;
}
