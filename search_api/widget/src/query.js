// A search as plain values, with the names that the API and the pages' URLs use.

/** @typedef {Readonly<Record<string, readonly string[]>>} Query  an absent key does not restrict */

/** Facets in the order they are shown. */
export const FACETS = [
  "province", "sector", "route", "level", "career", "mode", "schedule", "kind", "language",
  "targetGroup", "workplace", "jobGuarantee", "funding", "provider",
];

export const KEYS = ["q", "near", "radius", ...FACETS, "startFrom", "startUntil", "maxPrice", "sort", "page"];

export const RADII = ["5", "10", "20", "30", "50", "100"];
export const RADIUS = "20";

/** @param {Query} query @param {string} key @returns {string} the first value or "" */
export const first = (query, key) => query[key]?.[0] ?? "";

/**
 * The query with other values; any change but of the page itself starts at the first page again.
 * @param {Query} query @param {Record<string, string | string[]>} changes  "" or [] drops a key
 * @returns {Query}
 */
export function change(query, changes) {
  const { page, ...rest } = query;
  const merged = { ...rest, ...Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, [value].flat()])) };
  if (!merged.near?.[0]) {
    // A distance, or an order by it, means nothing without a place.
    merged.radius = [];
    if (merged.sort?.[0] === "distance") merged.sort = [];
  }
  return Object.fromEntries(Object.entries(merged).map(([key, all]) => [key, all.filter(Boolean)]).filter(([, all]) => all.length));
}

/** @param {Query} query @param {string} key @param {string} value @param {boolean} on @returns {Query} */
export function toggle(query, key, value, on) {
  const others = (query[key] ?? []).filter((one) => one !== value);
  return change(query, { [key]: on ? [...others, value] : others });
}

/** @param {Query} query @returns {[string, string][]} pairs in a fixed order, so that equal searches have equal URLs */
export const pairs = (query) => KEYS.flatMap((key) => (query[key] ?? []).map((value) => [key, value]));
