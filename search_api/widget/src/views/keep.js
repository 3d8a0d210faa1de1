import { html } from "lit";

/** Keeps the course in this browser, or lets it go. */
export function keep({ t, saved, save }, course) {
  const kept = saved.some(({ id }) => id === course.id);
  return html`
    <button class="vw-button vw-button--text vw-keep" ?data-kept=${kept} @click=${() => save(course)}>
      <span>${t.say(kept ? "saved.drop" : "saved.keep")}<span class="vw-hidden"> ${course.title}</span></span>
    </button>
  `;
}
