// Courses that the reader keeps, per portal, in this browser only: nothing of it leaves the device.

/** @typedef {{ id: string, title: string, provider: string }} Kept */

const PREFIX = "vakwijzer-saved-";
const heard = new EventTarget();

/** What is kept; none where the browser keeps nothing, or something else wrote there. @param {string} portal @returns {Kept[]} */
export function kept(portal) {
  try {
    const all = JSON.parse(localStorage.getItem(PREFIX + portal) ?? "[]");
    return all.filter(({ id, title }) => typeof id === "string" && typeof title === "string");
  } catch {
    return [];
  }
}

/** Keep a course, or let it go. False where the browser does not allow it. @param {string} portal @param {Kept} course */
export function toggle(portal, { id, title, provider }) {
  const others = kept(portal).filter((one) => one.id !== id);
  const next = others.length === kept(portal).length ? [...others, { id, title, provider }] : others;
  try {
    if (next.length) localStorage.setItem(PREFIX + portal, JSON.stringify(next));
    else localStorage.removeItem(PREFIX + portal);
  } catch {
    return false;
  }
  heard.dispatchEvent(new Event("change"));
  return true;
}

/** Calls `again` after each change, also one in another widget or tab; gives what ends that. @param {() => void} again */
export function listen(again) {
  heard.addEventListener("change", again);
  addEventListener("storage", again);
  return () => {
    heard.removeEventListener("change", again);
    removeEventListener("storage", again);
  };
}
