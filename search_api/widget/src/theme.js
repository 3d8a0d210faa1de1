// A look that comes with the element or the portal, beside the tokens that the page itself has.

// A token may colour, never fetch: the widget asks nothing of anyone but the API.
const FETCHES = /url|image|src|\/\//i;
const OURS = /^--(vakwijzer|utrecht|basis)-/;

/**
 * Set through CSSOM, which a strict CSP allows. What the element says goes before the page, and the page before its
 * portal: tokens.css looks at `--portal-*` last. A portal's colour that was chosen for a light page stays out of a page
 * that may be dark.
 * @param {HTMLElement} host @param {Record<string, string>} tokens @param {boolean} [over]
 */
export function dress(host, tokens = {}, over = false) {
  const page = getComputedStyle(host);
  const unfit = (name, value) => page.getPropertyValue(name) || (/color/.test(name) && /dark/.test(page.colorScheme) && !/light-dark/.test(value));
  for (const [name, value] of Object.entries(tokens)) {
    if (!OURS.test(name) || FETCHES.test(value) || (!over && unfit(name, value))) continue;
    host.style.setProperty(over ? name : name.replace("--vakwijzer", "--portal"), value);
  }
}

/** `--vakwijzer-border-radius: 0; …` as an object. @param {string} text */
export const tokensOf = (text) => Object.fromEntries(text.split(";").map((one) => one.split(":").map((part) => part.trim())));
