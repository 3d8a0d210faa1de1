// What both elements share: where they ask, in which language they speak, and how they look.
import { LitElement, html, unsafeCSS } from "lit";
import components from "../../static/css/components.css";
import tokens from "../../static/css/tokens.css";
import { Api } from "./api.js";
import isolation from "./isolation.css";
import parts from "./parts.css";
import { kept, listen, toggle } from "./saved.js";
import states from "./states.css";
import { Texts, wordsOf } from "./texts.js";
import { dress, tokensOf } from "./theme.js";
import { waiting } from "./views/messages.js";

export class VakwijzerElement extends LitElement {
  static properties = {
    portal: {},
    api: {},
    lang: {},
    /** Address of the page's own file of words. */
    texts: {},
    /** Look of this element: `--vakwijzer-border-radius: 0; …`. */
    tokens: {},
    said: { state: true },
  };
  static styles = [isolation, tokens, components, states, parts].map(unsafeCSS);

  /** @type {Texts | null} null until the words of another language have come */
  t = null;

  constructor() {
    super();
    this.portal = "";
    this.api = new URL(import.meta.url).origin;
    this.texts = this.tokens = "";
    this.said = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.#start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const moved = ["portal", "api", "lang", "texts", "course"].some((name) => changed.has(name));
    if (this.hasUpdated && moved) {
      this.#end();
      this.#start();
    }
  }

  #start() {
    this.source = new Api(this.api, this.portal);
    this.quiet = listen(() => this.requestUpdate());
    this.#speak();
    this.begin();
    dress(this, tokensOf(this.tokens), true);
    // The look is an extra: without it the search works all the same.
    this.source.settings().then((portal) => dress(this, portal.tokens), () => {});
  }

  #end() {
    this.quiet();
    this.end();
  }

  async #speak() {
    const asked = (this.closest("[lang]") ?? document.documentElement).getAttribute("lang") ?? "";
    const words = wordsOf(this.source, asked, this.texts);
    this.t = words instanceof Texts ? words : null;
    const loaded = await words;
    this.t ??= loaded;
    this.requestUpdate();
  }

  /** What every view of a course needs to know and may do. */
  get shared() {
    const { t, source, portal } = this;
    const tell = (key) => (this.said = t.say(key));
    return {
      t,
      said: this.said,
      link: (path) => source.link(path),
      label: (facet, value) => t.label(facet, value),
      /** The portal's own page of a course. */
      pageOf: (course) => source.link(course.page ?? `/${portal || "nl"}/opleidingen/${course.id}`),
      saved: kept(portal),
      save: (course) => {
        const had = kept(portal).some(({ id }) => id === course.id);
        tell(!toggle(portal, course) ? "saved.refused" : had ? "saved.removed" : "saved.done");
      },
      copy: (url) => navigator.clipboard?.writeText(url).then(() => tell("share.done"), () => tell("share.refused")) ?? tell("share.refused"),
      print: () => print(),
    };
  }

  render() {
    return html`<div class="vw" lang=${this.t?.lang ?? ""}>${this.t ? this.draw() : waiting()}</div>`;
  }
}
