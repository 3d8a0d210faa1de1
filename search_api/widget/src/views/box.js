import { html } from "lit";
import { RADII, RADIUS, change, first } from "../query.js";

/** What the search box says now, which may be more than was last searched for. @param {HTMLFormElement} form */
export const typed = (form) => Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, value.trim()]));

export function box({ t, query, go }) {
  const radius = first(query, "radius") || RADIUS;
  const submit = (event) => {
    event.preventDefault();
    go(change(query, typed(event.target)));
  };
  return html`
    <form class="vw-box" role="search" aria-label=${t.say("search.label")} @submit=${submit}>
      <div class="vw-box__what">
        <label class="vw-label" for="q">${t.say("search.q")}</label>
        <input class="vw-input" id="q" name="q" type="search" enterkeyhint="search" autocomplete="off" maxlength="200"
          placeholder=${t.say("search.q.hint")} .value=${first(query, "q")} />
      </div>
      <div>
        <label class="vw-label" for="near">${t.say("search.near")}</label>
        <input class="vw-input" id="near" name="near" autocomplete="postal-code" maxlength="80" .value=${first(query, "near")} />
      </div>
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
