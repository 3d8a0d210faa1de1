import { html, nothing } from "lit";
import { price, when } from "../format.js";

/** The ways into a career side by side, by the same rules as search_api/templates/public/career.html. */
export function routes({ t, answer, link, label }) {
  const found = answer.routes;
  if (!found?.length) return html`<p>${t.say(found ? "page.career.routes.none" : "page.career.routes.away")}</p>`;
  const rows = [
    ["page.career.route.what", (one) => t.say(`page.career.route.what.${one.route}`)],
    ["page.career.route.time", (one) => time(t, one)],
    ["page.career.route.money", (one) => cost(t, one)],
    ["page.career.route.paid", (one) => t.say(`page.career.route.paid.${one.route}`)],
    ["page.career.route.result", (one) => t.say(`page.career.route.result.${one.route}`)],
    ["page.career.route.next", (one) => next(t, link, one)],
    ["page.career.route.count", (one) => one.courses],
  ];
  return html`
    <div class="vw-career__scroll" role="group" aria-label=${t.say("page.career.routes.table")} tabindex="0">
      <table class="vw-career__routes">
        <thead>
          <tr><th scope="col">${t.say("page.career.route")}</th>${found.map((one) => html`<th scope="col">${label("route", one.route)}</th>`)}</tr>
        </thead>
        <tbody>
          ${rows.map(([key, show]) => html`<tr><th scope="row">${t.say(key)}</th>${found.map((one) => html`<td>${show(one)}</td>`)}</tr>`)}
        </tbody>
      </table>
    </div>
    <p class="vw-hint">${t.say("page.career.routes.source")}</p>
  `;
}

const span = (t, least, most) => (least === most ? least : t.say("page.career.route.range", { least, most }));
const unknown = (t) => t.say("page.career.route.unknown");

function time(t, { shortest, longest }) {
  const length = ({ unit, amount }) => t.count(`value.unit.${unit}`, amount);
  return shortest ? span(t, length(shortest), length(longest)) : unknown(t);
}

function cost(t, { priced, courses, leastPrice, mostPrice }) {
  if (!priced) return unknown(t);
  const told = span(t, price(t, { amount: leastPrice }), price(t, { amount: mostPrice }));
  const some = priced < courses ? html` <span class="vw-note">${t.say("page.career.route.priced", { n: priced, all: courses })}</span>` : nothing;
  return html`${told}${some}`;
}

function next(t, link, { nextStart }) {
  if (!nextStart) return t.say("fact.start.unknown");
  return html`${when(t, nextStart.nextStart)} <span class="vw-note"><a href=${link(nextStart.page) ?? nothing}>${nextStart.title}</a></span>`;
}
