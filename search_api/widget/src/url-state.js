// The search lives in the page's own URL, so that it can be shared, bookmarked and gone back to.
// Each widget has a prefix: two on one page, or a page with a `q` of its own, do not disturb each other.
import { KEYS, change, pairs } from "./query.js";

/**
 * The element's id, or its number on the page: `vw`, `vw2`.
 * @param {HTMLElement} element
 */
export function prefixOf(element) {
  if (element.id) return element.id;
  const all = [.../** @type {Document} */ (element.getRootNode()).querySelectorAll(element.localName)];
  const number = all.indexOf(element) + 1;
  return number > 1 ? `vw${number}` : "vw";
}

/** @param {string} prefix @returns {import("./query.js").Query} */
export function read(prefix) {
  const params = new URLSearchParams(location.search);
  const found = Object.fromEntries(KEYS.map((key) => [key, params.getAll(`${prefix}-${key}`)]));
  return change(found, { page: found.page });
}

/** Id of the course that is open; "" for none. @param {string} prefix */
export const readCourse = (prefix) => new URLSearchParams(location.search).get(`${prefix}-course`) ?? "";

/**
 * This page's URL with another search of this widget in it, and perhaps an open course; everything else stays.
 * @param {string} prefix @param {import("./query.js").Query} query @param {string} [course]
 */
export function href(prefix, query, course = "") {
  const url = new URL(location.href);
  for (const key of [...KEYS, "course"]) url.searchParams.delete(`${prefix}-${key}`);
  for (const [key, value] of pairs(query)) url.searchParams.append(`${prefix}-${key}`, value);
  if (course) url.searchParams.set(`${prefix}-course`, course);
  return url.href;
}

/** Puts an address in the page's history; false where the page may not (a sandboxed frame): searching goes on without. */
export function visit(url, how = "pushState") {
  try {
    if (url !== location.href) history[how](history.state, "", url);
    return true;
  } catch {
    return false;
  }
}
