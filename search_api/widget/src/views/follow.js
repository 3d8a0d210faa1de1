/** A handler for a real link that the widget can follow itself. With a modifier key the click is the browser's: a new tab. */
export const follow = (go) => (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  go();
};
