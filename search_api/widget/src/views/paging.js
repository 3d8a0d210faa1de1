import { html, nothing } from "lit";
import { change } from "../query.js";
import { follow } from "./follow.js";
import { pagesOf } from "./head.js";

/** First, last and the neighbours; 0 stands for a gap. @param {number} page @param {number} pages */
function numbers(page, pages) {
  const near = (n) => n === 1 || n === pages || Math.abs(n - page) <= 1;
  const all = Array.from({ length: pages }, (_, index) => index + 1);
  return all.filter((n) => near(n) || Math.abs(n - page) === 2).map((n) => (near(n) ? n : 0));
}

/** Real links, so that a page of results can be opened elsewhere or shared. */
export function paging({ t, query, answer, href, goToHead }) {
  const pages = pagesOf(answer);
  if (pages < 2) return nothing;
  const to = (n) => change(query, { page: n > 1 ? String(n) : "" });
  const link = (n, words, rel) => html`
    <li>
      <a href=${href(to(n))} rel=${rel ?? nothing} aria-current=${!rel && n === answer.page ? "page" : nothing}
        @click=${follow(() => goToHead(to(n)))}>${words}</a>
    </li>
  `;
  const numbered = (n) => html`<span class="vw-hidden">${t.say("paging.page")} </span>${n}`;
  return html`
    <nav class="vw-paging" aria-label=${t.say("paging.label")}>
      <ol>
        ${answer.page > 1 ? link(answer.page - 1, t.say("paging.previous"), "prev") : nothing}
        ${numbers(answer.page, pages).map((n) => (n ? link(n, numbered(n)) : html`<li class="vw-paging__gap" aria-hidden="true">…</li>`))}
        ${answer.page < pages ? link(answer.page + 1, t.say("paging.next"), "next") : nothing}
      </ol>
    </nav>
  `;
}
