// Filters that are not a list of values: when it starts and what it may cost.
import { html } from "lit";
import { when } from "../format.js";
import { change, first } from "../query.js";

const MONTHS = [1, 3, 6, 12];

/** The calendar day so many months from now, ISO; the end of a shorter month stays inside it. @param {number} months */
function ahead(months, today = new Date()) {
  const last = new Date(today.getFullYear(), today.getMonth() + months + 1, 0).getDate();
  const day = new Date(today.getFullYear(), today.getMonth() + months, Math.min(today.getDate(), last));
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** A choice of periods: easier than two dates, and one key press away. The URL holds dates, so a shared link stays true. */
export function start({ t, query, search }) {
  const until = first(query, "startUntil");
  const from = first(query, "startFrom");
  const periods = MONTHS.map((n) => ({ value: ahead(n), label: t.count("start.within", n) }));
  const other = [until && ["startUntil", until], from && ["startFrom", from]].find(Boolean);
  if (other && !periods.some(({ value }) => value === until)) {
    periods.unshift({ value: other[1], label: `${t.say(`filter.${other[0]}`)} ${when(t, other[1])}` });
  }
  const pick = (event) => {
    const value = event.target.value;
    search(change(query, { startFrom: value ? ahead(0) : "", startUntil: value }));
  };
  return html`
    <details class="vw-facet" ?open=${Boolean(other)}>
      <summary>${t.say("facet.start")}</summary>
      <div class="vw-facet__fields">
        <div>
          <label class="vw-label" for="start">${t.say("start.label")}</label>
          <select class="vw-input" id="start" @change=${pick}>
            <option value="">${t.say("start.any")}</option>
            ${periods.map(({ value, label }) => html`<option value=${value} ?selected=${other?.[1] === value}>${label}</option>`)}
          </select>
        </div>
      </div>
    </details>
  `;
}

export function price({ t, query, search }) {
  const most = first(query, "maxPrice");
  return html`
    <details class="vw-facet" ?open=${Boolean(most)}>
      <summary>${t.say("facet.price")}</summary>
      <div class="vw-facet__fields">
        <div>
          <label class="vw-label" for="maxPrice">${t.say("filter.maxPrice")}</label>
          <input class="vw-input" id="maxPrice" type="number" min="0" step="any" inputmode="decimal" .value=${most}
            @change=${(event) => search(change(query, { maxPrice: event.target.value }))} />
        </div>
      </div>
    </details>
  `;
}
