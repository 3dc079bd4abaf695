// Runs once: rows of the table are dragged onto a collection; the chosen ones all together.
const INTO = "#bs-collections [data-into]";
let dragged = [];
const over = (target) => {
  for (const one of document.querySelectorAll(INTO)) one.classList.toggle("bs-over", one === target);
};
document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("#bs-shelf tbody tr");
  const own = row?.querySelector("[name=article]");
  if (!own) return;
  dragged = own.checked ? [...own.form.querySelectorAll("[name=article]:checked")].map((box) => box.value) : [own.value];
  event.dataTransfer.effectAllowed = "copy";
  event.dataTransfer.setData("text/plain", row.querySelector(".bs-title").innerText);
});
document.addEventListener("dragover", (event) => {
  const target = dragged.length ? event.target.closest?.(INTO) : null;
  over(target);
  if (!target) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
});
document.addEventListener("drop", (event) => {
  const target = dragged.length ? event.target.closest?.(INTO) : null;
  if (!target) return;
  event.preventDefault();
  const form = target.querySelector("form[data-event=collect]");
  form.elements.article.value = dragged.join("\n");
  if (target.matches("details")) {  // a new one has a name first
    target.open = true;
    form.elements.name.focus();
  } else form.requestSubmit();
});
document.addEventListener("dragend", () => { dragged = []; over(null); });
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".bs-gather") && !target.open) target.querySelector("[name=article]").value = "";
}, true);
