import { html, nothing } from "lit";

/**
 * A field with suggestions. `field` draws the input with what the pattern asks of it: `field(spread)` gets its parts.
 * @param {any} view @param {string} id @param {{ type?: string, label: string, value: string, hint?: string, fill?: string, most: number }} input
 */
export function combo({ t, suggest }, id, { type = "text", label, value, hint, fill, most }) {
  const { items, open, active, typed, key, close, pick } = suggest[id];
  return html`
    <div class="vw-combo">
      <label class="vw-label" for=${id}>${label}</label>
      <input class="vw-input" id=${id} name=${id} type=${type} enterkeyhint="search" autocomplete=${fill ?? "off"} maxlength=${most}
        placeholder=${hint ?? nothing} .value=${value} role="combobox" aria-autocomplete="list" aria-expanded=${open} aria-controls="${id}-list"
        aria-activedescendant=${active < 0 ? nothing : `${id}-${active}`} @input=${typed} @keydown=${key} @blur=${close} />
      <ul class="vw-combo__list" id="${id}-list" role="listbox" aria-label=${t.say("suggest.label")} ?hidden=${!open}>
        ${items.map((item, index) => option(t, item, `${id}-${index}`, index === active, () => pick(item)))}
      </ul>
      <span class="vw-hidden" aria-live="polite">${open ? t.count("suggest.count", items.length) : nothing}</span>
    </div>
  `;
}

/** Pressing must not take the focus from the field: the list would close before the click. */
const option = (t, { kind, label, by }, id, marked, pick) => html`
  <li class="vw-combo__option" role="option" id=${id} aria-selected=${marked} @pointerdown=${(event) => event.preventDefault()} @click=${pick}>
    <span>${label}</span> <span class="vw-hint">${t.say(`suggest.${kind}`)}${by ? html` · ${by}` : nothing}</span>
  </li>
`;
