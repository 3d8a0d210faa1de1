import { html, nothing } from "lit";
import { when } from "../format.js";
import { facts } from "../views/facts.js";
import { follow } from "../views/follow.js";
import { keep } from "../views/keep.js";
import { routes } from "./routes.js";

/** One career: what somebody does, the ways into it side by side, courses, who may pay, the chance of work. */
export function career(view) {
  const { t, answer, to, go, link } = view;
  const page = link(answer.page);
  return html`
    <p class="vw-back"><a href=${to({ career: "" })} @click=${follow(() => go({ career: "" }))}>${t.say("page.career.back")}</a></p>
    <h2 id="head" tabindex="-1">${answer.label}</h2>
    <h3>${t.say("page.career.duties")}</h3>
    <p>${answer.description?.[t.lang] ?? answer.description?.nl ?? t.say("page.career.duties.none")}</p>
    <p class="vw-hint">
      ${t.say("page.career.sector")}: ${t.label("sector", answer.sector)}
      ${answer.synonyms.length ? html`<br />${t.say("page.career.synonyms")}: ${answer.synonyms.slice(0, 8).join(", ")}` : nothing}
    </p>
    <h3>${t.say("page.career.routes")}</h3>
    ${routes(view)}
    <h3>${t.say("page.career.courses")}</h3>
    ${courses(view)}
    ${answer.funding?.length ? funding(view) : nothing}
    <h3>${t.say("page.career.outlook")}</h3>
    ${answer.outlook.length ? html`<ul>${answer.outlook.map((row) => figure(view, row))}</ul>` : html`<p>${t.say("page.career.outlook.none")}</p>`}
    ${answer.related.length ? related(view) : nothing}
    ${page ? html`<p><a class="vw-button vw-button--plain" href=${page}>${t.say("careers.page")}</a></p>` : nothing}
    <p class="vw-hidden" role="status">${view.said}</p>
  `;
}

function courses(view) {
  const { t, answer, pageOf } = view;
  if (!answer.upcoming?.length) return html`<p>${t.say(answer.upcoming ? "page.career.courses.none" : "page.career.routes.away")}</p>`;
  const row = (course) => html`
    <li class="vw-result">
      <h4 class="vw-result__title"><a href=${pageOf(course) ?? nothing}>${course.title}</a></h4>
      <p class="vw-result__provider">${course.provider}</p>
      ${facts(view, course)} ${keep(view, course)}
    </li>
  `;
  return html`<ul class="vw-results">${answer.upcoming.map(row)}</ul>`;
}

const funding = ({ t, answer, link, portal }) => html`
  <h3>${t.say("page.career.funding")}</h3>
  <p>${t.say("page.career.funding.lead")}</p>
  <ul class="vw-career__list">
    ${answer.funding.map(
      ({ value, label, count }) => html`<li>
        <a href=${link(`/${portal || "nl"}/regelingen/${value}`) ?? nothing}>${label}</a>
        <span class="vw-hint">${t.count("page.career.funding.count", count)}</span>
      </li>`,
    )}
  </ul>
`;

function figure({ t, link }, { region, outlook, source, url, dated }) {
  const told = t.say("page.career.outlook.source", { source, date: when(t, dated) });
  const from = url && link(url) ? html`<a href=${link(url)} rel="noopener nofollow">${told}</a>` : told;
  return html`<li>${region}: ${t.say(`page.career.outlook.value.${outlook}`)} <span class="vw-note">${from}</span></li>`;
}

const related = ({ t, answer, to, go }) => html`
  <h3>${t.say("page.career.related")}</h3>
  <ul class="vw-career__list">
    ${answer.related.map(({ id, label }) => html`<li><a href=${to({ career: id })} @click=${follow(() => go({ career: id }))}>${label}</a></li>`)}
  </ul>
`;
