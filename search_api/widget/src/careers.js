// What a portal's page loads for its careers: defines the element, once, however often the script is embedded.
import { VakwijzerCareers } from "./careers/element.js";

if (!customElements.get("vakwijzer-careers")) customElements.define("vakwijzer-careers", VakwijzerCareers);
