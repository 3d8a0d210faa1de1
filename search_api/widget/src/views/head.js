import { html, nothing } from "lit";
import { change, first } from "../query.js";

const ORDERS = ["relevance", "start", "price", "distance"];

export const pagesOf = (answer) => Math.max(1, Math.ceil(answer.total / answer.pageSize));

/** "41 opleidingen gevonden", or that there is no number yet. */
function summary({ t, life, answer }) {
  if (life.problem) return t.say("error.title");
  if (!answer) return t.say("results.loading");
  return answer.total ? t.count("results.count", answer.total) : t.say("empty.title");
}

export function head(view) {
  const { t, query, answer, life } = view;
  const page = !life.problem && answer?.page > 1 ? t.say("results.page", { page: answer.page, pages: pagesOf(answer) }) : "";
  return html`
    <div class="vw-head">
      <h2 class="vw-head__count" id="count" tabindex="-1">${summary(view)} ${page ? html`<span class="vw-hint">${page}</span>` : nothing}</h2>
      ${order(view, first(query, "sort") || ORDERS[0])}
    </div>
    ${tools(view)}
  `;
}

function order({ t, query, search }, chosen) {
  const orders = ORDERS.filter((key) => key !== "distance" || first(query, "near"));
  const pick = (event) => search(change(query, { sort: event.target.value === ORDERS[0] ? "" : event.target.value }));
  return html`
    <div class="vw-sort">
      <label class="vw-label" for="sort">${t.say("sort.label")}</label>
      <select class="vw-input vw-input--small" id="sort" @change=${pick}>
        ${orders.map((key) => html`<option value=${key} ?selected=${key === chosen}>${t.say(`sort.${key}`)}</option>`)}
      </select>
    </div>
  `;
}

/** What can be done with the search as a whole. */
const tools = ({ t, saved, showSaved, copy, print, href, query }) => html`
  <div class="vw-tools">
    <button class="vw-button vw-button--text" aria-haspopup="dialog" @click=${showSaved}>${t.say("saved.show", { n: saved.length })}</button>
    <button class="vw-button vw-button--text" @click=${() => copy(href(query))}>${t.say("share.label")}</button>
    <button class="vw-button vw-button--text" @click=${print}>${t.say("print.label")}</button>
  </div>
`;

/** Spoken, not shown: a screen reader hears what changed. An error is an alert of its own. */
export function status(view) {
  const { t, life, answer, said } = view;
  const words = () => {
    if (said) return said;
    if (life.problem) return "";
    if (life.slow) return t.say("results.slow");
    if (life.loading || !answer) return "";
    const page = answer.page > 1 ? `, ${t.say("results.page", { page: answer.page, pages: pagesOf(answer) })}` : "";
    return summary(view) + page;
  };
  return html`<p class="vw-hidden" role="status">${words()}</p>`;
}
