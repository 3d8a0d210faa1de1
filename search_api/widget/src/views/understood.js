import { html, nothing } from "lit";
import { change } from "../query.js";
import { chip } from "./chips.js";

/** What was read from the words, what was given up to find something, and what finds more: nothing happens in silence. */
export function understood({ t, query, answer, goToHead }) {
  const { q, filters = [], literal, loosened = [], wider = [], careers = [] } = answer?.interpretation ?? {};
  if (![filters, loosened, wider, careers].some((all) => all.length)) return nothing;
  const said = ({ label, labels }) => labels?.[t.lang] ?? label;
  const to = (changes) => () => goToHead(change(query, changes));
  const button = (words, changes) => html`<button class="vw-button vw-button--text" @click=${to(changes)}>${words}</button>`;
  return html`
    <div class="vw-message vw-understood">
      ${filters.length
        ? html`
            <p>${t.say("understood.read")} ${q ? html`<strong>${q}</strong>` : nothing}</p>
            <ul class="vw-chips">
              ${filters.map((one) => chip(t, t.say("understood.words", { words: one.words, label: said(one) }), to({ q: one.without })))}
            </ul>
            <p>${button(t.say("understood.literal"), { q: literal })}</p>
          `
        : nothing}
      ${loosened.length
        ? html`<p>${t.say("understood.loosened")} <strong>${loosened.map(said).join(", ")}</strong></p>`
        : nothing}
      ${wider.length
        ? html`
            <p>${t.say("understood.wider")}</p>
            <ul>
              ${wider.map((one) => html`<li>${button(t.say("understood.wider.count", { label: said(one), count: one.count }), { [one.key]: one.value })}</li>`)}
            </ul>
          `
        : nothing}
      ${careers.length
        ? html`<p>${t.say("understood.careers")} ${careers.map(({ value, label }) => button(label, { q: "", career: value }))}</p>`
        : nothing}
    </div>
  `;
}
