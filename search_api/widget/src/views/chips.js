import { html, nothing } from "lit";
import { money, when } from "../format.js";
import { FACETS, RADIUS, change, first, toggle } from "../query.js";

/**
 * The active filters, each with the query without it.
 * @returns {{ label: string, without: import("../query.js").Query }[]}
 */
export function active({ t, query, label }) {
  const place = first(query, "near");
  const start = ["startUntil", "startFrom"].find((key) => first(query, key));
  const most = first(query, "maxPrice");
  return [
    place && {
      label: t.say("filter.near.radius", { place, km: first(query, "radius") || RADIUS }),
      without: change(query, { near: "" }),
    },
    ...FACETS.flatMap((facet) =>
      (query[facet] ?? []).map((value) => ({ label: label(facet, value), without: toggle(query, facet, value, false) })),
    ),
    start && {
      label: `${t.say(`filter.${start}`)} ${when(t, first(query, start))}`,
      without: change(query, { startFrom: "", startUntil: "" }),
    },
    most && {
      label: t.say("filter.maxPrice.chip", { amount: money(t, Number(most)) }),
      without: change(query, { maxPrice: "" }),
    },
  ].filter(Boolean);
}

/** The search without any filter; the words stay. */
const unfiltered = (query) => change({}, { q: first(query, "q"), sort: first(query, "sort") });

export function chips(view) {
  const { t, query, goToHead } = view;
  const all = active(view);
  if (!all.length) return nothing;
  return html`
    <ul class="vw-chips" aria-label=${t.say("filters.active")}>
      ${all.map(({ label, without }) => chip(t, label, () => goToHead(without)))}
      <li>
        <button class="vw-button vw-button--text" @click=${() => goToHead(unfiltered(query))}>${t.say("filters.clear")}</button>
      </li>
    </ul>
  `;
}

export const chip = (t, label, drop) => html`
  <li>
    <button class="vw-chip" @click=${drop}><span><span class="vw-hidden">${t.say("filters.remove")}: </span>${label}</span></button>
  </li>
`;
