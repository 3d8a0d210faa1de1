import { html, nothing } from "lit";
import { change } from "../query.js";

/** What was read from the words, and what was given up to find something: nothing is filtered in silence. */
export function understood({ t, query, answer, goToHead }) {
  const { q, filters = [], literal, loosened = [] } = answer?.interpretation ?? {};
  if (!filters.length && !loosened.length) return nothing;
  const literally = () => goToHead(change(query, { q: literal }));
  return html`
    <div class="vw-message vw-understood">
      ${filters.length
        ? html`
            <p>${t.say("understood.read")} ${q ? html`<strong>${q}</strong>` : nothing}</p>
            <ul>
              ${filters.map(({ words, label }) => html`<li>${t.say("understood.words", { words, label })}</li>`)}
            </ul>
            <p><button class="vw-button vw-button--text" @click=${literally}>${t.say("understood.literal")}</button></p>
          `
        : nothing}
      ${loosened.length
        ? html`<p>${t.say("understood.loosened")} <strong>${loosened.map(({ label }) => label).join(", ")}</strong></p>`
        : nothing}
    </div>
  `;
}
