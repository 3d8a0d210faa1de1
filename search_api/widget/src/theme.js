// The portal's own look, from its settings, where the page itself has not already said otherwise.

/** Set through CSSOM, which a strict CSP allows. @param {HTMLElement} host @param {Record<string, string>} tokens */
export function dress(host, tokens = {}) {
  const page = getComputedStyle(host);
  for (const [name, value] of Object.entries(tokens)) {
    // A token may colour, never fetch: the widget asks nothing of anyone but the API.
    const fetches = /url|image|src|\/\//i.test(value);
    if (name.startsWith("--vakwijzer-") && !fetches && !page.getPropertyValue(name)) host.style.setProperty(name, value);
  }
}
