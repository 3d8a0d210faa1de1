import { html, nothing } from "lit";
import { first } from "../query.js";
import { follow } from "../views/follow.js";

/** Which careers: by their name, and by sector. */
export function box({ t, query, go }) {
  const sectors = Object.keys(t.words).filter((key) => key.startsWith("value.sector.")).map((key) => key.slice("value.sector.".length));
  const chosen = first(query, "sector");
  const ask = (event) => {
    event.preventDefault();
    go(Object.fromEntries(new FormData(event.target.closest("form"))));
  };
  return html`
    <form class="vw-box" role="search" aria-label=${t.say("page.careers.search")} @submit=${ask}>
      <div class="vw-box__what">
        <label class="vw-label" for="q">${t.say("page.careers.search")}</label>
        <input class="vw-input" id="q" name="q" type="search" maxlength="80" autocomplete="off" .value=${first(query, "q")} />
      </div>
      <div>
        <label class="vw-label" for="sector">${t.say("page.career.sector")}</label>
        <select class="vw-input" id="sector" name="sector" @change=${ask}>
          <option value="">${t.say("careers.sector.any")}</option>
          ${sectors.map((one) => html`<option value=${one} ?selected=${one === chosen}>${t.label("sector", one)}</option>`)}
        </select>
      </div>
      <div class="vw-box__go"><button class="vw-button">${t.say("page.careers.submit")}</button></div>
    </form>
  `;
}

/** The careers that fit, each with the number of courses that this portal has for it. */
export function list(view) {
  const { t, query, answer } = view;
  const asked = first(query, "q") || first(query, "sector");
  const head = !asked ? t.say("careers.most") : answer.total ? t.count("careers.found", answer.total) : t.say("page.careers.none");
  return html`
    <h2 id="head" tabindex="-1">${head}</h2>
    <p class="vw-hidden" role="status">${head}</p>
    <ul class="vw-career__list">${answer.results.map((one) => row(view, one))}</ul>
    ${answer.total > answer.results.length && asked ? html`<p>${t.say("careers.more")}</p>` : nothing}
  `;
}

function row({ t, to, go }, { id, label, count }) {
  const courses = count == null ? "" : count ? t.count("careers.courses", count) : t.say("careers.courses.none");
  return html`
    <li>
      <a href=${to({ career: id })} @click=${follow(() => go({ career: id }))}>${label}</a>
      <span class="vw-hint">${courses}</span>
    </li>
  `;
}
