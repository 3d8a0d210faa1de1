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

/**
 * This page's URL with another search of this widget in it; everything else of the URL stays.
 * @param {string} prefix @param {import("./query.js").Query} query
 */
export function href(prefix, query) {
  const url = new URL(location.href);
  for (const key of KEYS) url.searchParams.delete(`${prefix}-${key}`);
  for (const [key, value] of pairs(query)) url.searchParams.append(`${prefix}-${key}`, value);
  return url.href;
}
