// What a portal's page loads: defines the elements, once, however often the script is embedded.
import { VakwijzerSearch } from "./search.js";

if (!customElements.get("vakwijzer-search")) customElements.define("vakwijzer-search", VakwijzerSearch);
