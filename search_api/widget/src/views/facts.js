import { html, nothing } from "lit";
import { price, when } from "../format.js";

const PLACES = 3;

/** Place, start, price, level and kind of one course; what is not known is said, never guessed. */
export function facts({ t, label }, course, more = nothing) {
  const estimate = course.known?.level === "inferred" ? t.say("fact.level.inferred") : "";
  const modes = (course.mode ?? []).map((mode) => label("mode", mode)).join(", ");
  return html`
    <dl class="vw-facts">
      ${fact(t.say("fact.place"), place(t, course), distance(t, course))}
      ${fact(t.say("fact.start"), course.nextStart ? when(t, course.nextStart) : course.startNote || t.say("fact.start.unknown"))}
      ${fact(t.say("fact.price"), price(t, course.priceDetails))}
      ${course.level ? fact(t.say("fact.level"), label("level", course.level), estimate) : nothing}
      ${course.route ? fact(t.say("fact.route"), label("route", course.route), modes) : modes ? fact(t.say("fact.route"), modes) : nothing}
      ${more}
    </dl>
  `;
}

export const fact = (name, value, note = "") =>
  html`<div><dt>${name}</dt><dd>${value} ${note ? html`<span class="vw-note">${note}</span>` : nothing}</dd></div>`;

function place(t, course) {
  const [places, mode] = [course.places ?? [], course.mode ?? []];
  const more = places.length - PLACES;
  if (places.length) return places.slice(0, PLACES).join(", ") + (more > 0 ? ` ${t.say("fact.place.more", { n: more })}` : "");
  const far = mode.includes("online") || mode.includes("self-paced");
  return t.say(`fact.place.${far ? "online" : course.nextStart ? "unnamed" : "unknown"}`);
}

const distance = (t, course) => (course.distance == null || !course.places?.length ? "" : t.say("fact.place.distance", { km: Math.round(course.distance) }));
