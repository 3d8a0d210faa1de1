import { html, nothing } from "lit";
import { price, when } from "../format.js";
import { fact, facts } from "./facts.js";
import { keep } from "./keep.js";
import { failed, waiting } from "./messages.js";

const PARTS = {
  description: "page.course.description",
  requirements: "page.course.requirements",
  credential: "page.course.credential",
  audience: "page.course.audience",
};

/** One course with all that is known of it, and how it is known. */
export function course(view) {
  const { t, shown } = view;
  const { course: found, problem } = shown;
  if (problem) return html`<h2 class="vw-course__title" id="title">${t.say("course.title")}</h2> ${failed(view, problem, shown.retry)}`;
  if (!found) return html`<h2 class="vw-course__title" id="title">${t.say("course.loading")}</h2> ${waiting()}`;
  return html`
    <h2 class="vw-course__title" id="title">${found.title}</h2>
    <p class="vw-result__provider">${found.provider}</p>
    ${facts(view, found, duration(t, found.duration))} ${actions(view, found)}
    ${Object.entries(PARTS).map(([name, key]) => (found[name] ? html`<h3>${t.say(key)}</h3><p class="vw-lines">${found[name]}</p>` : nothing))}
    <h3>${t.say("page.course.sessions")}</h3>
    ${found.sessions?.length
      ? html`<ul class="vw-results">${found.sessions.map((one) => html`<li class="vw-result">${session(view, one)}</li>`)}</ul>`
      : html`<p>${t.say("page.course.sessions.none")}</p>`}
    ${sources(view, found)}
  `;
}

const duration = (t, span) => (span ? fact(t.say("page.course.duration"), t.count(`value.unit.${span.unit}`, span.amount)) : nothing);

function actions(view, found) {
  const { t, link, pageOf, copy, print } = view;
  const url = link(found.url);
  return html`
    <p class="vw-course__actions">
      ${url ? html`<a class="vw-button" href=${url} rel="noopener">${t.say("page.course.deep")}</a>` : nothing}
      ${keep(view, found)}
      <button class="vw-button vw-button--text" @click=${() => copy(pageOf(found))}>${t.say("share.label")}</button>
      <button class="vw-button vw-button--text" @click=${print}>${t.say("print.label")}</button>
    </p>
  `;
}

function session({ t, label }, { start, startNote, place, mode, deadline, end, schedule, priceDetails }) {
  const day = (key, iso) => (iso ? fact(t.say(key), when(t, iso)) : nothing);
  return html`
    <h4>${start ? when(t, start) : startNote || t.say("fact.start.unknown")}</h4>
    <dl class="vw-facts">
      ${place ? fact(t.say("fact.place"), place) : nothing} ${mode ? fact(t.say("facet.mode"), label("mode", mode)) : nothing}
      ${day("page.course.session.deadline", deadline)} ${day("page.course.session.end", end)}
      ${schedule ? fact(t.say("page.course.session.schedule"), schedule) : nothing}
      ${priceDetails ? fact(t.say("fact.price"), price(t, priceDetails)) : nothing}
    </dl>
  `;
}

/** Where the values that can be filtered on come from, behind one word for who wants to know. */
function sources({ t }, { provenance, checkedAt }) {
  const rows = (provenance ?? []).filter(({ field }) => t.words[`facet.${field}`]);
  const row = ({ field, known, quote }) => fact(t.say(`facet.${field}`), t.say(`page.known.${known}`), quote && `‘${quote}’`);
  return html`
    ${rows.length
      ? html`<details class="vw-facet"><summary>${t.say("page.course.sources")}</summary><dl class="vw-facts">${rows.map(row)}</dl></details>`
      : nothing}
    ${checkedAt ? html`<p class="vw-hint">${t.say("page.course.checked", { date: day(t, checkedAt) })}</p>` : nothing}
  `;
}

/** The Dutch calendar day of a moment. */
const day = (t, moment) => when(t, new Date(moment).toLocaleDateString("sv", { timeZone: "Europe/Amsterdam" }));
