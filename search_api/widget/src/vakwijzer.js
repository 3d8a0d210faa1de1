// What a portal's page loads: defines the elements, once, however often the script is embedded.
import { VakwijzerCourse } from "./course.js";
import { VakwijzerSearch } from "./search.js";

for (const [name, element] of [["vakwijzer-search", VakwijzerSearch], ["vakwijzer-course", VakwijzerCourse]]) {
  if (!customElements.get(name)) customElements.define(name, element);
}
