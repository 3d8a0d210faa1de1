// Suggestions under a field while a person types: the combobox of the ARIA Authoring Practices, with a list to pick from.

const PAUSE = 150;
const LEAST = 2;

/** @typedef {{ kind: string, value: string, label: string, by?: string }} Item */

export class Suggest {
  /** @type {Item[]} */
  items = [];
  /** Index of the marked item; -1 is the field itself. */
  active = -1;
  open = false;
  #asked = new AbortController();
  #timer = 0;

  /**
   * @param {import("lit").ReactiveControllerHost} host
   * @param {(words: string, signal: AbortSignal) => Promise<Item[]>} find
   * @param {(item: Item) => void} pick
   */
  constructor(host, find, pick) {
    this.host = host;
    this.find = find;
    this.pick = (item) => (this.close(), pick(item));
  }

  typed = (event) => {
    const words = event.target.value.trim();
    if (words.length < LEAST) return this.close();
    this.#forget();
    this.#timer = setTimeout(() => this.#ask(words), PAUSE);
  };

  key = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && this.items.length) this.#mark(step);
    else if (event.key === "Escape" && this.open) this.close();
    else if (event.key === "Enter" && this.open && this.active >= 0) this.pick(this.items[this.active]);
    else return;
    event.preventDefault();
  };

  close = () => {
    this.#forget();
    this.#set({ open: false, active: -1 });
  };

  async #ask(words) {
    const { signal } = (this.#asked = new AbortController());
    // An extra: when it fails, searching goes on without.
    const items = await this.find(words, signal).catch(() => []);
    if (!signal.aborted) this.#set({ items, active: -1, open: items.length > 0 });
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#asked.abort();
  }

  /** Round through the items and the field. @param {number} step */
  #mark(step) {
    const stops = this.items.length + 1;
    this.#set({ open: true, active: ((this.active + 1 + step + stops) % stops) - 1 });
  }

  #set(changes) {
    Object.assign(this, changes);
    this.host.requestUpdate();
  }
}

/** The API's answer as one list. @param {any} found @returns {Item[]} */
export const itemsOf = ({ careers = [], places = [], courses = [], providers = [] }) => [
  ...careers.map((one) => ({ kind: "career", ...one })),
  ...places.map((one) => ({ kind: "near", ...one })),
  ...courses.map((one) => ({ kind: "course", value: one.id, label: one.title, by: one.provider })),
  ...providers.map((one) => ({ kind: "provider", ...one })),
];
