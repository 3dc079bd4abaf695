// Runs once for each place of the page: clicks to Python, tips where they fit, the opened span into view.
// Names of the events, which Python listens to:
const events = [
  "open", "remove", "discard", "leaf", "turn", "forget", "export",
  "rename", "find", "judge", "report", "again", "edit", "narrow", "demo", "undo", "paste", "filter",
  "retitle", "dissolve", "regain", "cancel", "restore", "scratch", "watch", "leave", "address", "unfollow", "fetch", "check", "clear", "collect",
  "pin", "note", "jot", "seek", "write", "unpin", "drop", "amend", "alter", "revert", "unedit",
];

const room = (window.broadsheet ??= { places: {} });
let sorted = "";
element.addEventListener("click", (event) => {
  const back = event.target.closest("[data-back]");
  if (back) {
    const place = (room.from?.isConnected && room.from) || document.getElementById(back.dataset.back);
    event.preventDefault();
    (place?.querySelector("textarea") ?? place)?.focus();
    return;
  }
  const asks = event.target.closest("[data-ask]");
  if (asks) {
    room.fill(asks.dataset.ask);
    setTimeout(() => document.getElementById("bs-go").click(), 50);
    return;
  }
  if (event.target.closest("[data-close]")) return room.close();
  const told = event.target.closest("[data-event]");
  if (!told || told.matches("form") || !events.includes(told.dataset.event)) return;
  event.preventDefault();
  const name = told.dataset.event;
  if (name === "open") room.from = told;
  if (name === "narrow") room.narrow();
  if (name === "edit") room.fill(document.querySelector(`#ask-${told.dataset.turn} .bs-question`).textContent);
  sorted = told.matches(".bs-sort") ? told.dataset.order : "";
  told.closest(".bs-cited")?.classList.add("bs-hushed");
  // Under which number the answer is kept, for when the program holds this page's conversation no longer.
  const kept = document.getElementById(`ask-${told.dataset.turn}`)?.dataset.kept ?? "";
  const said = { kept, ...told.dataset, at: String(Date.now()) };
  // What the page can fetch by itself is there sooner; when that fails, the event does the same.
  const fetched = { open: room.open, leaf: room.leaf }[name]?.(said) ?? Promise.resolve(false);
  fetched.then((done) => done || trigger(name, said));
});

// One box chooses all others of its form.
element.addEventListener("change", (event) => {
  const name = event.target.dataset?.all;
  if (!name) return;
  for (const box of event.target.form.elements[name]?.forEach ? event.target.form.elements[name] : [event.target.form.elements[name]]) {
    box.checked = event.target.checked;
  }
});

// A form tells its fields; several of one name are joined by line feeds.
element.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-event]");
  const name = event.submitter?.dataset.submits ?? form?.dataset.event;
  if (!form || !events.includes(name)) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const told = Object.fromEntries([...new Set(data.keys())].map((name) => [name, data.getAll(name).join("\n")]));
  if (name === "narrow") room.narrow();
  trigger(name, { ...form.dataset, ...told, at: String(Date.now()) });
});

const place = (event) => {
  const cited = event.target.closest?.(".bs-cited");
  const tip = cited?.querySelector(".bs-tip");
  if (!tip || window.innerWidth < 600) return tip?.removeAttribute("style");
  const at = cited.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.max(12, Math.min(at.left, window.innerWidth - size.width - 12));
  const below = at.bottom + 6 + size.height < window.innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? at.bottom + 2 : at.top - size.height - 2}px`;
};
element.addEventListener("mouseover", place);
element.addEventListener("focusin", place);
element.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.closest(".bs-cited")?.classList.add("bs-hushed");
});
// A hushed tip stays away until both the pointer and the focus have left.
element.addEventListener("mouseout", (event) => {
  const cited = event.target.closest?.(".bs-cited");
  if (cited && !cited.contains(event.relatedTarget)) cited.classList.remove("bs-hushed");
});
element.addEventListener("focusout", (event) => {
  const cited = event.target.closest?.(".bs-cited");
  if (cited && !cited.matches(":hover")) cited.classList.remove("bs-hushed");
});

const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

// Scrolls the column that `target` stands in, or the page where the columns are one.
const show = (target, share, how = behavior) => {
  const column = target.closest("#bs-scroll, #bs-side, #bs-library, #bs-noting");
  const scrolls = column && getComputedStyle(column).overflowY === "auto";
  const top = target.getBoundingClientRect().top;
  if (scrolls) column.scrollBy({ top: top - column.getBoundingClientRect().top - column.clientHeight * share, behavior: how });
  else window.scrollBy({ top: top - 90 - window.innerHeight * share, behavior: how });
};

// What comes in view for the first time gets its true height only then, and may move what was scrolled to.
const land = (target, share, frames = 3) => {
  show(target, share, "instant");
  if (frames && target.isConnected) requestAnimationFrame(() => land(target, share, frames - 1));
};

let shown = "";
let made = "";
const settle = () => {
  room.restore?.(element);
  // A form that was taken in is drawn over the old one, whose fields would keep what was typed.
  const form = element.querySelector("[data-at]");
  if (form && form.dataset.at !== made) {
    made = form.dataset.at;
    form.querySelector("form").reset();
  }
  // A refused question comes back to be mended, unless the next one is being typed.
  const refused = element.querySelector("[role=alert]")?.dataset.question;
  if (refused) room.fill(refused, true);
  // The table is new: the heading that was pressed keeps the focus.
  if (sorted) {
    const order = sorted;
    sorted = "";  // once: what is typed later has the focus of its own
    requestAnimationFrame(() => element.querySelector(`.bs-sort[data-order="${order}"]`)?.focus());
  }
  requestAnimationFrame(() => element.querySelector("a[data-follow]")?.click());
  // What was pinned stands in its note: only what can be undone is said until somebody closes it.
  const brief = element.querySelector(".bs-brief, .bs-toast:has([data-event=note])");
  const hush = () => {
    if (brief.matches(":hover, :focus-within")) setTimeout(hush, 2000);
    else if (brief.isConnected) room.places["bs-noted"].put("");
  };
  if (brief) setTimeout(hush, brief.matches(".bs-brief") ? 5000 : 10_000);
  const wanted = element.querySelector("[data-wanted]")?.dataset.wanted;
  if (wanted) setTimeout(() => {
    const at = document.getElementById(wanted);
    // Who is typing there already keeps the focus: a "/" that missed its field would leave the place.
    if (!at || (element.contains(document.activeElement) && document.activeElement.matches("input, textarea"))) return;
    show(at, 0.06);
    at.focus({ preventScroll: true });
  }, 300);
  const opened = element.querySelector("[data-opened]");
  const asked = element.querySelector(".bs-exchange");
  const now = opened?.dataset.opened ?? asked?.id ?? "";
  if (now === shown || element.closest("#bs-past")) return;
  shown = now;
  requestAnimationFrame(() => {
    if (opened) {
      const cited = element.querySelector("#bs-cited");
      const target = cited ?? element.querySelector("#bs-article-title");
      if (!target) return;
      land(target, cited ? 0.35 : 0.12);
      target.focus({ preventScroll: true });
    } else if (asked) {
      show(asked, 0);
    }
  });
};
watch("value", settle);

// Markup that did not come with an event; Gradio draws it at the end of this task.
room.places[element.closest("[id^='bs-']")?.id] = {
  value: () => props.value ?? "",
  put: (html) => {
    if (props.value === html) return;
    props.value = html;
    queueMicrotask(settle);
  },
};

// The first screen came with the frame of the page; its place takes it over until Python has said what is shown.
const first = document.getElementById("bs-first");
if (first && element.closest("#bs-current")) {
  if (!props.value) props.value = first.querySelector("main").innerHTML;
  first.remove();
}
