// Runs once: which place of the page is seen, and what the keys do wherever they are pressed.
const room = (window.broadsheet ??= { places: {} });
// What the page says, in its language; Python hands the words over with the head of the page. `{name}` is a value's place.
const header = document.querySelector(".bs-header");
const words = JSON.parse(header.dataset.words);
document.documentElement.lang = header.lang;  // Gradio says the browser's, in which the page may not be
room.say = (message, values = {}) =>
  (words[message] ?? message).replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-language]")) return;
  document.cookie = `broadsheet-language=${event.target.value}; path=/; max-age=31536000; samesite=strict`;
  location.reload();
});

const VIEWS = ["talk", "check", "library", "kept", "notes"];
const desk = () => document.getElementById("bs-desk");
const question = () => document.querySelector("#bs-question textarea");
const openArticle = () => document.querySelector("#bs-reader .bs-article");

// The link that saves a file is of the place where it was made; the same one, made again, is seen again.
const putAway = (away = true) => { for (const link of document.querySelectorAll(".bs-save")) link.hidden = away; };
document.addEventListener("click", (event) => {
  const made = event.target.closest?.("[data-event=clear], [data-event=report], [data-event=export]");
  if (made) putAway(made.dataset.event === "clear");
});

// The address names the place, so that the browser's own way back leads to the one before, and a reload keeps it.
const turnTo = (wanted) => {
  const view = VIEWS.includes(wanted) ? wanted : "talk";
  if (view === "talk") delete desk().dataset.view;
  else desk().dataset.view = view;
  delete desk().dataset.sheet;
  putAway();
  for (const link of document.querySelectorAll("nav [data-view]")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
};
room.view = (wanted) => {
  if ((window.location.hash.slice(1) || "talk") !== wanted) window.history.pushState(null, "", `#${wanted}`);
  if ((desk().dataset.view ?? "talk") !== wanted) turnTo(wanted);
};
window.addEventListener("popstate", () => turnTo(window.location.hash.slice(1)));
turnTo(window.location.hash.slice(1));

const help = () => document.getElementById("bs-help");
const fits = (names) => names.map((name) => `[data-event=${name}]`).join(", ");
const BACK_TO_TALK = `[data-ask], ${fits(["turn", "edit", "again"])}, #bs-reader ${fits(["narrow"])}, #bs-collections ${fits(["narrow"])}, #bs-reset`;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-view]");
  if (link) {
    event.preventDefault();
    if (openArticle()) room.close();
    room.view(link.dataset.view);
    if (link.dataset.view === "talk") question()?.focus();
  } else if (event.target.closest?.("[data-help]")) help().showModal();
  else if (event.target.closest?.("#bs-sheet")) desk().dataset.sheet = "sources";
  else if (event.target.closest?.("[data-unsheet]")) delete desk().dataset.sheet;
  else if (event.target.closest?.(BACK_TO_TALK)) {
    room.view("talk");
    if (event.target.closest(fits(["edit"]))) question()?.focus();  // what was asked comes into it
  }
  else if (event.target.closest?.(`#bs-collections ${fits(["filter"])}`)) room.view("library");
}, true);

// The citations of the answers, in their order; the one before or behind that with the focus.
const step = (by) => {
  const links = [...document.querySelectorAll("#bs-past .bs-cite, #bs-current .bs-cite")];
  const at = links.indexOf(document.activeElement);
  const first = links.findIndex((link) => link.closest("#bs-current"));
  const next = at < 0 ? links[by > 0 ? Math.max(first, 0) : links.length - 1] : links[at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};
const keys = {
  "/": () => { room.view("talk"); question()?.focus(); },
  "?": () => help().showModal(),
  j: () => step(1),
  k: () => step(-1),
  o: () => (document.activeElement?.closest?.(".bs-cite") ?? document.querySelector("#bs-current .bs-cite"))?.click(),
};

const editing = () => document.querySelector("#bs-editing [data-event=cancel]");

// One thing at a time: the note at a citation, the menu of an answer, the article, the form, the sources, the answer that is being made.
const leave = (event) => {
  const note = event.target.closest?.(".bs-cited:not(.bs-hushed)")?.querySelector(".bs-tip");
  if (note?.getClientRects().length && getComputedStyle(note).visibility === "visible") return;
  const menu = document.querySelector(".bs-share[open]");
  if (menu) {
    menu.open = false;
    menu.firstElementChild.focus();
  } else if (openArticle()) room.close();
  else if (editing()?.offsetParent) editing().click();
  else if (desk().dataset.sheet) delete desk().dataset.sheet;
  else if (document.getElementById("bs-stop")?.offsetParent) document.getElementById("bs-stop").click();
  else return;
  event.preventDefault();
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || help()?.open) return;
  const written = event.target.closest?.("textarea, input:not([type=checkbox], [type=radio]), select, [contenteditable=true]");
  if (event.key === "Escape") return leave(event);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = written?.closest("form[data-event]");
    if (form) { event.preventDefault(); form.requestSubmit(); }
    return;
  }
  if (written || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}, true);

// Pictures of pages in the table: of rows in sight alone and one at a time, so that nothing else ever waits behind them.
const thumbs = [];
let isDrawing = false;
const draw = () => {
  const image = thumbs.shift();
  isDrawing = Boolean(image);
  if (!image) return;
  image.onload = image.onerror = draw;
  image.src = image.dataset.thumb;
};
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    thumbs.push(target);
  }
  if (!isDrawing) draw();
});
new MutationObserver(() => {
  for (const image of document.querySelectorAll("#bs-shelf [data-thumb]:not([src])")) sight.observe(image);
}).observe(document.getElementById("bs-shelf"), { childList: true, subtree: true });
