// Runs once: what is being typed, ticked or held open outlives a drawing of its place anew, until it is told to Python.
const room = (window.broadsheet ??= { places: {} });
const held = new Map();  // a field or a fold that the reader changed, by what it belongs to
let focused = null;

const FIELDS = "input:not([type=hidden], [type=file], [type=search]), textarea, select";
const OWN = ["conversation", "collection", "article", "turn", "note", "pin"];
const owner = (node) => {
  const row = node.closest("li, tr, form[data-event], .bs-exchange, .bs-article");
  if (!row) return "";
  const within = row.matches("li, tr") ? row.querySelectorAll("[data-event]") : [];
  const said = [row, ...within].find(({ dataset }) => OWN.some((name) => dataset[name]));
  return `${row.closest(".bs-exchange")?.id ?? ""} ${OWN.map((name) => said?.dataset[name] ?? "").join(" ")}`;
};
const placeOf = (node) => node?.closest?.("#bs-desk .block[id^='bs-']:not(#bs-question, #bs-words, #bs-drop)")?.id;
const key = (node) => {
  const form = node.closest("form[data-event]")?.dataset.event ?? "";
  const which = /^(checkbox|radio)$/.test(node.type) ? node.value : "";
  return [placeOf(node), owner(node), form, node.tagName, node.className, node.name ?? "", which].join("|");
};
const isTicked = (node) => /^(checkbox|radio)$/.test(node.type);
const note = (node) => {
  const changed = isTicked(node) ? node.checked !== node.defaultChecked : node.tagName !== "SELECT" && node.value !== node.defaultValue;
  if (changed) held.set(key(node), isTicked(node) ? node.checked : node.value);
  else held.delete(key(node));
};

const told = new WeakSet();  // forms that were sent since something was typed into them
document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(FIELDS) || !placeOf(target)) return;
  told.delete(target.form);
  note(target);
}, true);
document.addEventListener("change", ({ target }) => {
  if (!target.matches?.(FIELDS) || !placeOf(target)) return;
  setTimeout(() => { if (!told.has(target.form)) for (const one of target.dataset.all ? target.form.querySelectorAll(FIELDS) : [target]) note(one); });
}, true);
document.addEventListener("click", ({ target }) => {
  const fold = target.closest?.("summary")?.parentElement;
  if (!fold || fold.matches(".bs-share") || !placeOf(fold)) return;
  setTimeout(() => { if (fold.open) held.set(key(fold), true); else held.delete(key(fold)); });
}, true);
// Another conversation has answers of the same numbers.
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("#bs-reset, [data-event=turn]")) return;
  for (const mine of held.keys()) if (/^bs-(past|current)\|/.test(mine)) held.delete(mine);
}, true);
// What was told is Python's: the form, and the folds that it stands in, are as they are drawn next.
const forget = (node) => {
  told.add(node);
  for (const one of [node, ...node.querySelectorAll(`${FIELDS}, details`)]) held.delete(key(one));
  for (let fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) held.delete(key(fold));
};
document.addEventListener("submit", ({ target }) => { if (target.matches?.("form[data-event]")) forget(target); }, true);
document.addEventListener("click", ({ target }) => {
  const fold = target.closest?.("[data-event]:not(form)")?.closest("details");
  if (fold) forget(fold);
}, true);
document.addEventListener("focusin", ({ target }) => {
  focused = target.matches?.(FIELDS) && placeOf(target) ? { key: key(target), caret: [] } : null;
});
document.addEventListener("selectionchange", () => {
  const { activeElement: at } = document;
  if (focused && at.selectionStart !== undefined && key(at) === focused.key) focused.caret = [at.selectionStart, at.selectionEnd];
});
document.addEventListener("pointerdown", ({ target }) => { if (!target.matches?.(FIELDS)) focused = null; }, true);

// A place is drawn over what stood there: what was typed into one row's field would be seen in that of another.
room.restore = (element) => {
  const place = placeOf(element);
  const there = new Set(!held.size ? [] : [...element.querySelectorAll(`${FIELDS}, details`)].map(key));
  for (const mine of held.keys()) if (mine.startsWith(`${place}|`) && !there.has(mine)) held.delete(mine);
  for (const fold of element.querySelectorAll("details")) if (held.get(key(fold))) fold.open = true;
  const wanted = focused && (document.activeElement === document.body || element.contains(document.activeElement)) ? { ...focused } : null;
  for (const field of element.querySelectorAll(FIELDS)) {
    const mine = held.size || wanted ? key(field) : "";
    if (isTicked(field)) field.checked = held.get(mine) ?? field.defaultChecked;
    else if (field.tagName !== "SELECT") {
      const value = held.get(mine) ?? field.defaultValue;
      if (field.value !== value) field.value = value;
    }
    if (wanted?.key !== mine) continue;
    if (field !== document.activeElement) field.focus({ preventScroll: true });
    if (wanted.caret[0] != null) field.setSelectionRange(...wanted.caret);
  }
};
