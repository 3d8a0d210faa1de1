// Words of the language that the page asks for. The files are those of the server's pages: ../i18n/*.json
import { keys, texts } from "words";

const DEFAULT = "nl";
const all = Object.fromEntries(Object.entries(texts).map(([code, said]) => [code, Object.fromEntries(keys.map((key, n) => [key, said[n]]))]));

export class Texts {
  /**
   * @param {string} lang  `en` or `en-GB`; Dutch when there are no words for it
   * @param {Record<string, string>} [more]  words of a file of its own, for this language; what is no text is passed over
   */
  constructor(lang, more = {}) {
    const code = codeOf(lang);
    const said = Object.entries(more ?? {}).filter(([key, text]) => typeof text === "string" && isNaN(key));
    this.lang = said.length || code in all ? code : DEFAULT;
    this.words = { ...(all[code] ?? all[DEFAULT]), ...Object.fromEntries(said) };
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

const codeOf = (lang) => lang.slice(0, 2).toLowerCase() || DEFAULT;

/**
 * The words at once where the bundle has them; else a promise of them: from the page's own file (`own`, its address),
 * or the API's file of that language. Without either it is Dutch.
 * @param {import("./api.js").Api} api @param {string} lang @param {string} own
 * @returns {Texts | Promise<Texts>}
 */
export function wordsOf(api, lang, own) {
  const code = codeOf(lang);
  if (!own && code in all) return new Texts(code);
  return api.file(own ? new URL(own, document.baseURI).href : `texts/${encodeURIComponent(code)}.json`).then(
    (words) => new Texts(code, words),
    () => new Texts(code),
  );
}
