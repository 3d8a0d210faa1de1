// A form with `data-live` tells meanwhile what it would do: what is typed goes there, the line of text that comes back
// goes into the element that `data-live-to` names. Without this file the form's own button asks the same.
const PAUSE = 400; // milliseconds without typing

for (const form of document.querySelectorAll("form[data-live]")) {
  const target = document.getElementById(form.dataset.liveTo);
  let timer;
  let latest = 0;

  async function ask() {
    const number = ++latest;
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(form.dataset.live, { method: "POST", body, headers: { Accept: "text/plain" } });
      const text = await answer.text();
      const plain = answer.headers.get("Content-Type")?.startsWith("text/plain");
      // An older answer may come later; the last question counts.
      if (plain && number === latest) target.textContent = text;
    } catch {
      // No connection: what is shown stays, and saving will tell.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
