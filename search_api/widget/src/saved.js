// Courses that the reader keeps, per portal, in this browser only.
import { read, write } from "./store.js";

export { listen } from "./store.js";

/** @typedef {{ id: string, title: string, provider: string }} Kept */

const PREFIX = "vakwijzer-saved-";

/** What is kept. @param {string} portal @returns {Kept[]} */
export const kept = (portal) => read(PREFIX + portal, ({ id, title }) => typeof id === "string" && typeof title === "string");

/** Keep a course, or let it go. False where the browser does not allow it. @param {string} portal @param {Kept} course */
export function toggle(portal, { id, title, provider }) {
  const others = kept(portal).filter((one) => one.id !== id);
  return write(PREFIX + portal, others.length === kept(portal).length ? [...others, { id, title, provider }] : others);
}
