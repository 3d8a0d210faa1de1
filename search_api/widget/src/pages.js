// What the public pages add where there is JavaScript: keep courses and searches in this browser, and list what is kept.
// Every word stands in the page. Without this script the buttons stay hidden, and the rest of the page is whole.
import { kept, toggle } from "./saved.js";
import { searches, toggleSearch } from "./searches.js";
import { listen } from "./store.js";

const portal = document.body.dataset.portal ?? "";
const LISTS = {
  course: { all: kept, toggle, address: ({ id }) => encodeURIComponent(id) },
  search: { all: searches, toggle: toggleSearch, address: ({ search }) => new URLSearchParams(search) },
};
const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
const keyOf = ({ id, search }) => id ?? search;

/** A button that keeps or lets go shows which of both it does. */
function label(button) {
  const one = JSON.parse(button.value);
  const on = LISTS[button.dataset.keep].all(portal).some((other) => keyOf(other) === keyOf(one));
  button.hidden = false;
  button.toggleAttribute("data-kept", on);
  each("[data-when]", (words) => (words.hidden = (words.dataset.when === "on") !== on), button);
}

/** One row of a list, after the template beside it. */
function row(list, one, template) {
  const made = template.content.cloneNode(true);
  each("[data-text]", (node) => (node.textContent = one[node.dataset.text] ?? ""), made);
  each("[data-href]", (link) => (link.href = link.dataset.href + list.address(one) + (link.dataset.tail ?? "")), made);
  each("input", (input) => (input.value = one.id), made);
  each("button", (button) => (button.value = JSON.stringify(one)), made);
  return made;
}

function draw() {
  each("[data-unscripted]", (words) => (words.hidden = true));
  each("[data-list]", (node) => {
    const list = LISTS[node.dataset.list];
    const all = list.all(portal);
    node.querySelector("ul").replaceChildren(...all.map((one) => row(list, one, node.querySelector("template"))));
    each("[data-none]", (words) => (words.hidden = all.length > 0), node);
    each("[data-some]", (part) => (part.hidden = !all.length), node);
    node.hidden = false;
  });
  each("[data-keep]", label);
}

/** Spoken, and for what went wrong shown too. */
function say(what) {
  const status = document.querySelector("[data-said]");
  status.textContent = status.dataset[what];
  status.classList.toggle("vw-hidden", what !== "refused");
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-keep], [data-clear]");
  if (!button) return;
  const within = button.closest("[data-list]");
  const { all, toggle } = LISTS[button.dataset.keep ?? button.dataset.clear];
  const adds = "keep" in button.dataset && !("kept" in button.dataset);
  const done = (button.dataset.keep ? [JSON.parse(button.value)] : all(portal)).every((one) => toggle(portal, one));
  say(!done ? "refused" : adds ? "done" : "removed");
  // The button may have gone with its row: the reader goes on at the head of the list.
  if (within) within.querySelector("h2").focus();
});
listen(draw);
draw();
