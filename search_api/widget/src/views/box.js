import { html } from "lit";
import { RADII, RADIUS, change, first } from "../query.js";
import { combo } from "./combo.js";

/** What the search box says now, which may be more than was last searched for. @param {HTMLFormElement} form */
export const typed = (form) => Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, value.trim()]));

export function box(view) {
  const { t, query, go, suggest } = view;
  const radius = first(query, "radius") || RADIUS;
  const submit = (event) => {
    event.preventDefault();
    Object.values(suggest).forEach(({ close }) => close());
    go(change(query, typed(event.target)));
  };
  const what = { type: "search", label: t.say("search.q"), hint: t.say("search.q.hint"), value: first(query, "q"), most: 200 };
  const near = { label: t.say("search.near"), value: first(query, "near"), fill: "postal-code", most: 80 };
  return html`
    <form class="vw-box" role="search" aria-label=${t.say("search.label")} @submit=${submit}>
      <div class="vw-box__what">${combo(view, "q", what)}</div>
      <div>${combo(view, "near", near)}</div>
      <div>
        <label class="vw-label" for="radius">${t.say("search.radius")}</label>
        <select class="vw-input" id="radius" name="radius">
          ${RADII.map((km) => html`<option value=${km} ?selected=${km === radius}>${t.say("search.radius.km", { km })}</option>`)}
        </select>
      </div>
      <div class="vw-box__go"><button class="vw-button">${t.say("search.submit")}</button></div>
    </form>
  `;
}
