// Lists in this browser's own storage: nothing of them leaves the device.

const heard = new EventTarget();

/** The list; empty where the browser keeps nothing, or something else wrote there. @param {string} name @param {(one: any) => boolean} whole */
export function read(name, whole) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "[]").filter(whole);
  } catch {
    return [];
  }
}

/** Keep the list; an empty one leaves nothing behind. False where the browser does not allow it. @param {string} name @param {any[]} list */
export function write(name, list) {
  try {
    if (list.length) localStorage.setItem(name, JSON.stringify(list));
    else localStorage.removeItem(name);
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
