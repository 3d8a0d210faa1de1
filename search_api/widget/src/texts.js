// Words of the language that the page asks for. The files are those of the server's pages: ../i18n/*.json
import all from "words";

const DEFAULT = "nl";

export class Texts {
  /** @param {string} lang  `en` or `en-GB`; Dutch when there is no file for it */
  constructor(lang) {
    const code = lang.slice(0, 2).toLowerCase();
    this.lang = code in all ? code : DEFAULT;
    this.words = all[this.lang];
  }

  /** The text with its `{names}` filled in. @param {string} key @param {Record<string, unknown>} [values] */
  say(key, values = {}) {
    return (this.words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  /** `key.one` or `key.other`. @param {string} key @param {number} n */
  count(key, n) {
    return this.say(`${key}.${n === 1 ? "one" : "other"}`, { n });
  }

  /** A coded value in words. The API's label is Dutch; for another language the own words come first. */
  label(facet, value, given) {
    const own = this.words[`value.${facet}.${value}`];
    return (this.lang === DEFAULT ? given ?? own : own ?? given) ?? value;
  }
}
