import { html, nothing } from "lit";
import { course } from "./course.js";
import { follow } from "./follow.js";
import { keep } from "./keep.js";

/** One course, or the kept ones, over the page. A click beside it closes it. */
export function dialog(view) {
  const { t, shown, savedOpen, close, said } = view;
  const beside = (event) => (event.target === event.currentTarget ? event.target.close() : null);
  return html`
    <dialog class="vw-dialog" aria-labelledby="title" @close=${close} @click=${beside}>
      <div class="vw-dialog__body">
        <p class="vw-dialog__bar"><button class="vw-button vw-button--plain" @click=${close}>${t.say("dialog.close")}</button></p>
        ${shown.id ? course(view) : savedOpen ? list(view) : nothing}
        <p class="vw-hidden" aria-live="polite">${said}</p>
      </div>
    </dialog>
  `;
}

function list(view) {
  const { t, saved, pageOf, show } = view;
  const row = (one) => html`
    <li class="vw-result">
      <h3 class="vw-result__title"><a href=${pageOf(one) ?? nothing} @click=${follow(() => show(one))}>${one.title}</a></h3>
      <p class="vw-result__provider">${one.provider}</p>
      ${keep(view, one)}
    </li>
  `;
  return html`
    <h2 class="vw-course__title" id="title">${t.say("saved.title")}</h2>
    <p class="vw-hint">${t.say(saved.length ? "saved.text" : "saved.none")}</p>
    <ul class="vw-results">${saved.map(row)}</ul>
  `;
}
