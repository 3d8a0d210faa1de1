import { html, nothing } from "lit";
import { facts } from "./facts.js";
import { follow } from "./follow.js";
import { keep } from "./keep.js";

export const results = (view) => html`
  <ul class="vw-results">
    ${view.answer.results.map((course) => html`<li class="vw-result">${result(view, course)}</li>`)}
  </ul>
`;

function result(view, course) {
  const { t, link, pageOf, show } = view;
  const url = link(course.url);
  return html`
    <h3 class="vw-result__title"><a href=${pageOf(course) ?? nothing} @click=${follow(() => show(course))}>${course.title}</a></h3>
    <p class="vw-result__provider">${course.provider}${course.pinned ? html` <span class="vw-note">${t.say("result.pinned")}</span>` : nothing}</p>
    ${course.summary ? html`<p class="vw-result__summary">${course.summary}</p>` : nothing} ${facts(view, course)}
    <p class="vw-result__deep">
      ${keep(view, course)}
      ${url
        ? html`<a href=${url} rel="noopener">${t.say("result.provider.link")}<span class="vw-hidden"> ${t.say("result.provider.about", { title: course.title })}</span></a>`
        : nothing}
    </p>
  `;
}
