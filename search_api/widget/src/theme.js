// A look that comes with the element or the portal, beside the tokens that the page itself has.

// A token may colour, never fetch: the widget asks nothing of anyone but the API.
const FETCHES = /url|image|src|\/\//i;
const OURS = /^--(vakwijzer|utrecht|basis)-/;

/**
 * Set through CSSOM, which a strict CSP allows. What the page already says stays, unless `over`.
 * @param {HTMLElement} host @param {Record<string, string>} tokens @param {boolean} [over]
 */
export function dress(host, tokens = {}, over = false) {
  const page = getComputedStyle(host);
  for (const [name, value] of Object.entries(tokens)) {
    if (OURS.test(name) && !FETCHES.test(value) && (over || !page.getPropertyValue(name))) host.style.setProperty(name, value);
  }
}

/** `--vakwijzer-border-radius: 0; …` as an object. @param {string} text */
export const tokensOf = (text) => Object.fromEntries(text.split(";").map((one) => one.split(":").map((part) => part.trim())));
