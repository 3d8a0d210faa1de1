import { html, nothing } from "lit";
import { first } from "../query.js";
import { active } from "./chips.js";

const SKELETONS = 6;

/** Room for the first results, so that the page below does not jump when they come. */
export const waiting = () => html`<ul class="vw-skeleton" aria-hidden="true">${Array.from({ length: SKELETONS }, () => html`<li></li>`)}</ul>`;

export const slow = ({ t }) => html`<div class="vw-message"><p>${t.say("results.slow")}</p></div>`;

export const partial = ({ t }) => html`<div class="vw-message"><p>${t.say("results.degraded")}</p></div>`;

export function failed({ t }, { kind }, retry) {
  return html`
    <div class="vw-message vw-message--error" role="alert">
      <p>${t.say(`error.${kind}`)}</p>
      ${kind === "gone"
        ? nothing
        : html`<p>${t.say("error.kept")}</p>
            <p><button class="vw-button" @click=${retry}>${t.say("error.retry")}</button></p>`}
    </div>
  `;
}

/** Nothing found: what to try, with a button for each filter that can go. */
export function empty(view) {
  const { t, query } = view;
  const drops = active(view);
  return html`
    <div class="vw-message">
      <p>${t.say("empty.text")}</p>
      <ul>
        ${first(query, "q") ? html`<li>${t.say("empty.word")}</li>` : nothing}
        ${first(query, "near") ? html`<li>${t.say("empty.radius")}</li>` : nothing}
        ${drops.length ? html`<li>${t.say("empty.drop")} ${drops.map((one) => dropping(view, one))}</li>` : nothing}
      </ul>
    </div>
  `;
}

const dropping = ({ t, goToHead }, { label, without }) =>
  html`<br /><button class="vw-button vw-button--text" @click=${() => goToHead(without)}>${t.say("empty.without", { label })}</button>`;
