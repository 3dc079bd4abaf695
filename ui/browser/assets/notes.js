// Runs once: notes are opened in their own place, kept as they are written, and pinned to from what is selected.
const room = (window.broadsheet ??= { places: {} });

// The characters of the article that are selected, else those that are marked: counted as Python counts them.
const chosen = (text) => {
  const selection = window.getSelection();
  let range = selection.rangeCount ? selection.getRangeAt(0) : null;
  if (!range || range.collapsed || !text.contains(range.commonAncestorContainer)) {
    const cited = text.querySelector("#bs-cited");
    if (!cited) return { start: 0, end: 0 };
    range = document.createRange();
    range.selectNodeContents(cited);
  }
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Number(text.dataset.start) + [...before.toString()].length;
  return { start, end: start + [...range.toString()].length };
};

// Pressing the button takes no selection away.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("#bs-reader [data-event=pin]")) event.preventDefault();
}, true);

document.addEventListener("click", (event) => {
  const pin = event.target.closest?.("#bs-reader [data-event=pin]");
  const text = document.querySelector("#bs-reader .bs-text[data-start]");
  if (pin && text) Object.assign(pin.dataset, chosen(text));
  if (event.target.closest?.("[data-event=note], [data-event=jot]")) room.view("notes");
  if (event.target.closest?.("[data-hush]")) room.places["bs-noted"].put("");
  const mark = event.target.closest?.("#bs-note a[href^='#pin-']");
  if (mark) document.querySelector(mark.getAttribute("href"))?.focus();
}, true);

// What was written is kept when its field is left.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-saves]");
  if (form?.checkValidity()) form.requestSubmit();
});
