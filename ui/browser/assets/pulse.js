// Runs once: asks for a sign of life, tells Python when the library has changed, and the reader when nobody answers.
const EVERY_MS = 3000;
const TRIES = 2;
let before = null;
let missed = 0;

// Not while it runs away from under the reader: what is in the question's box is carried over.
const kept = sessionStorage.getItem("broadsheet-question");
if (kept) {
  sessionStorage.removeItem("broadsheet-question");
  setTimeout(() => window.broadsheet.fill(kept, true), 500);
}

const warn = (message) => {
  const said = document.createElement("p");
  said.className = "bs-lost";
  said.role = "alert";
  said.textContent = window.broadsheet.say(message);
  element.replaceChildren(said);
};

const lose = () => {
  warn("The connection to Broadsheet is lost. An answer that is being written is kept; this page shows it when the connection is back.");
};

// What fails in the page is said there, and told to Python, which logs it; that the connection is lost is said above.
const QUIET = /ResizeObserver|AbortError|Failed to fetch|NetworkError|Load failed/;
let confessed = 0;
const confess = (what) => {
  if (QUIET.test(what)) return;
  warn("A part of this page has failed: reload it. The log of Broadsheet says what it was.");
  if (confessed++ < 5) trigger("broken", { what: what.slice(0, 500), at: String(Date.now()) });
};
window.addEventListener("error", (event) => confess(String(event.error?.stack ?? event.message)));
window.addEventListener("unhandledrejection", ({ reason }) => confess(String(reason?.stack ?? reason)));

const reload = () => {
  const box = document.querySelector("#bs-question textarea");
  if (box?.value) sessionStorage.setItem("broadsheet-question", box.value);
  location.reload();
};

const ask = async () => {
  if (document.hidden && !missed) return;
  try {
    const reply = await fetch("/pulse", { cache: "no-store", signal: AbortSignal.timeout(EVERY_MS) });
    if (reply.status === 401) return reload(); // signed out, or the server is another: it asks who comes
    if (!reply.ok) throw new Error(String(reply.status));
    const now = await reply.json();
    // What was begun before the connection was lost does not go on in this page: the kept answer is shown anew.
    if (missed >= TRIES || (before && before.run !== now.run)) return reload();
    missed = 0;
    if (before && before.changes !== now.changes) trigger("changed", { at: String(Date.now()) });
    before = now;
  } catch {
    missed += 1;
    if (missed === TRIES) lose();
  }
};
setInterval(ask, EVERY_MS);
ask();
