// Runs once: what the page fetches by itself, beside Gradio, whose events take longer. Each tells whether it is done.
const PATIENCE_MS = 5000;
const room = (window.broadsheet ??= { places: {} });
const place = (name) => room.places[`bs-${name}`];
const session = () => window.__gradio_session_hash__ ?? "";
const pending = {};

// Returns the text of a reply, null when there is none, undefined when something newer was asked for meanwhile.
const ask = async (what, parameters, options = {}) => {
  pending[what]?.abort("newer");
  const mine = (pending[what] = new AbortController());
  const late = setTimeout(() => mine.abort("late"), PATIENCE_MS);
  try {
    const query = new URLSearchParams({ session_hash: session(), ...parameters });
    const reply = await fetch(`/${what}?${query}`, { cache: "no-store", signal: mine.signal, ...options });
    const text = reply.status === 200 ? await reply.text() : null;
    return mine.signal.aborted ? undefined : text;
  } catch {
    return mine.signal.reason === "newer" ? undefined : null;
  } finally {
    clearTimeout(late);
  }
};
const chosen = (said, names) => Object.fromEntries(names.filter((name) => name in said).map((name) => [name, said[name]]));

room.open = async (said) => {
  const article = await ask("article", chosen(said, ["turn", "number", "window", "article", "checked", "start", "end"]));
  if (article) place("reader").put(`<div data-opened="${Number(said.at)}">${article}</div>`);
  return article !== null;
};

// A link to characters of an article opens them once the reader is there; the address is the page's own again then.
const linked = new URLSearchParams(window.location.search);
if (linked.has("article")) {
  const said = { ...Object.fromEntries(linked), at: String(Date.now()) };
  const arrive = async (tries) => {
    if (place("reader") && session() && (await room.open(said))) window.history.replaceState(null, "", "/");
    else if (tries) setTimeout(() => arrive(tries - 1), 100);
  };
  arrive(100);
}

room.close = () => {
  pending.article?.abort("newer");
  place("reader").put("");
  if (room.from?.isConnected) room.from.focus();
};

room.leaf = async (said) => {
  const words = document.querySelector("#bs-words :is(input, textarea)")?.value ?? "";
  const table = await ask("shelf", { ...chosen(said, ["page", "order", "down"]), words });
  if (table) place("shelf").put(table);
  return table !== null;
};

// The question box is the page's own: Python is told what stands in it and writes nothing over what is typed.
const box = () => document.querySelector("#bs-question textarea");
room.fill = (words, isOffered = false) => {
  if (isOffered && box().value) return;
  box().value = words;
  box().dispatchEvent(new Event("input", { bubbles: true }));
};

// What is asked right behind a choice is asked of what was chosen, though Python has not said yet what that is.
let narrowing = null;
room.narrow = () => {
  const waiting = (narrowing = {});
  waiting.over = new Promise((done) => { waiting.done = done; });
  setTimeout(() => waiting.done(), PATIENCE_MS);
};
room.narrowed = (scope) => {
  narrowing?.done(scope);
  narrowing = null;
};

// Gradio calls this with what the event of a question is told; the box is empty from then on.
room.asked = async (question, exchanges, conversation, editing, narrowed) => {
  if (box().value === question) room.fill("");
  return [question, exchanges, conversation, editing, (await narrowing?.over) ?? narrowed];
};
const only = () => document.querySelector("#bs-narrow [data-only]")?.dataset.only ?? "";
const send = async (what, question) => {
  const headers = { "Content-Type": "application/json" };
  const scope = narrowing ? await narrowing.over : undefined;
  return ask(what, {}, { method: "POST", headers, body: JSON.stringify({ question, only: scope ?? only() }) });
};
const answering = () => Boolean(document.getElementById("bs-stop")?.offsetParent);

// While a question is typed, what it will need is looked for and read: after each word, one request at a time.
const PAUSE_MS = 250;
const WORDS = /(\S+\s+){2}\S|\S{6}/;
const typing = { last: "", timer: 0, sending: false, missed: false };
const foresee = async () => {
  const question = box()?.value ?? "";
  typing.missed = typing.sending;
  if (typing.sending || question.trim() === typing.last || !WORDS.test(question) || answering()) return;
  typing.last = question.trim();
  typing.sending = true;
  await send("typing", question);
  typing.sending = false;
  if (typing.missed) foresee();
};

// The event of the question is on its way, too, and goes on from what is found here; it alone acts.
const find = async () => {
  const question = box()?.value ?? "";
  if (!question.trim() || answering()) return;
  clearTimeout(typing.timer);
  typing.last = question.trim(); // what it needs is on its way
  const found = await send("sources", question);
  if (!found) return;
  const begun = JSON.parse(found);
  const there = document.querySelector(`#bs-current #ask-${begun.number}`);
  if (there && there.dataset.stage !== "searching") return; // the event was faster
  const before = place("current").value();
  if (!there && before.includes('class="bs-exchange"')) place("past").put(place("past").value() + before);
  place("current").put(begun.current);
  place("sources").put(begun.sources);
  place("state").put(begun.status);
  place("reader").put("");
};

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("#bs-question textarea") || event.isComposing) return;
  clearTimeout(typing.timer);
  typing.timer = setTimeout(foresee, /\s$/.test(event.target.value) ? 0 : PAUSE_MS);
}, true);
document.addEventListener("keypress", (event) => {
  const asked = event.target.matches?.("#bs-question textarea");
  if (asked && event.key === "Enter" && !event.shiftKey && !event.isComposing) find();
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest?.("#bs-go")) find();
  if (event.target.closest?.("#bs-reset, #bs-stop, [data-event=turn], [data-event=forget]")) pending.sources?.abort("newer");
  if (event.target.closest?.("#bs-reset, [data-event=turn]")) room.fill("");
}, true);

// What an article is about is made when it is asked for; its pages are drawn when they are looked at.
const turnPage = (look, to) => {
  const page = Math.max(1, Math.min(Number(look.dataset.pages), to));
  const image = look.querySelector(".bs-sheet-image");
  const status = look.querySelector("[role=status]");
  look.dataset.page = page;
  look.querySelector("[role=alert]").hidden = true;
  image.hidden = false;
  image.src = `${look.dataset.address}?page=${page}&size=large`;
  image.alt = image.alt.replace(/\d+/, page);
  if (status) status.textContent = `${page} / ${look.dataset.pages}`;
  for (const button of look.querySelectorAll("[data-look]")) {
    const next = page + Number(button.dataset.look);
    button.disabled = next < 1 || next > Number(look.dataset.pages);
  }
};
document.addEventListener("toggle", async ({ target }) => {
  if (!target.open) return;
  if (target.matches?.(".bs-look")) turnPage(target, Number(target.dataset.page));
  if (!target.matches?.(".bs-guide") || target.dataset.made) return;
  target.dataset.made = "1";
  const guide = await ask("guide", { article: target.dataset.guide });
  if (!guide) delete target.dataset.made;
  if (guide === null) target.lastElementChild.textContent = target.dataset.lost;
  else target.lastElementChild.innerHTML = guide ?? "";
}, true);
document.addEventListener("error", ({ target }) => {
  const look = target.closest?.(".bs-look");
  if (!look) return;
  target.hidden = true;
  if (!target.matches(".bs-sheet-image")) return;
  look.querySelector("[role=alert]").hidden = false;
}, true);
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-to-look]")) {
    const look = document.querySelector("#bs-reader .bs-look");
    look.open = true;
    look.firstElementChild.focus();
    look.scrollIntoView({ block: "start" });
  }
  const button = target.closest?.("[data-look]");
  if (button) turnPage(button.closest(".bs-look"), Number(button.closest(".bs-look").dataset.page) + Number(button.dataset.look));
});
