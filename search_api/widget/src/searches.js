// Searches that the reader keeps, per portal, in this browser only.
import { read, write } from "./store.js";

/** @typedef {{ search: string, about: string }} KeptSearch  the keys of its address, and the same in words */

const PREFIX = "vakwijzer-searches-";

/** @param {string} portal @returns {KeptSearch[]} */
export const searches = (portal) =>
  read(PREFIX + portal, ({ search, about }) => typeof search === "string" && typeof about === "string");

/** Keep a search, or let it go. False where the browser does not allow it. @param {string} portal @param {KeptSearch} kept */
export function toggleSearch(portal, { search, about }) {
  const others = searches(portal).filter((one) => one.search !== search);
  return write(PREFIX + portal, others.length === searches(portal).length ? [...others, { search, about }] : others);
}
