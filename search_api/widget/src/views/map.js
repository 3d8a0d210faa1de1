import { html, nothing, svg } from "lit";
import { toggle } from "../query.js";

/**
 * The provinces to point at. For a pointer only: the boxes above it do the same by keyboard and for a screen reader.
 * The outlines are fetched when it opens.
 */
export function map(view, rows) {
  const { t, map: drawn, drawMap } = view;
  return html`
    <details class="vw-facet__more vw-map" @toggle=${(event) => event.target.open && drawMap()}>
      <summary>${t.say("map.show")}</summary>
      ${drawn
        ? html`<svg viewBox=${drawn.box} aria-hidden="true">${Object.entries(drawn.provinces).map((one) => province(view, rows, one))}</svg>
            <p class="vw-hint">${t.say("map.hint")} ${t.say("map.credit", { credit: drawn.credit })}</p>`
        : nothing}
    </details>
  `;
}

function province({ query, search }, rows, [name, path]) {
  const row = rows.find(({ value }) => value === name);
  const chosen = (query.province ?? []).includes(name);
  if (!row && !chosen) return svg`<path d=${path}></path>`;
  return svg`
    <path d=${path} data-chosen=${chosen} @click=${() => search(toggle(query, "province", name, !chosen))}><title>${name} (${row?.count ?? 0})</title></path>
  `;
}
