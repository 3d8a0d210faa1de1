// Keys of the work list. They work only while the focus is in the list or on nothing, so that they never
// get in the way of typing or of a screen reader's own keys. Without this file every button still works.
const items = [...document.querySelectorAll("[data-item]")];
const here = () => items.findIndex((item) => item.contains(document.activeElement));
const go = (index) => items[Math.max(0, Math.min(index, items.length - 1))]?.focus();

function press(key) {
  if (key === "j" || key === "k") return go(here() + (key === "j" ? 1 : -1)), true;
  const within = key === "u" ? document : items[here()];
  const target = within?.querySelector(`[data-key="${key}"]`);
  target?.click();
  return Boolean(target);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const inList = event.target === document.body || event.target.closest("[data-work], .done");
  if (inList && press(event.key)) event.preventDefault();
});

// After a decision the next question is at hand.
if (items.length && !document.querySelector("[role=alert]")) go(0);
