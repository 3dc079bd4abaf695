// Runs once: what is done with an answer in the page itself, without asking Python.
const near = (event, selector) => event.target.closest?.(selector);
const shown = (node) => (node?.innerText ?? "").replace(/\s+/g, " ").trim();

// Several citations of one statement stand in one chip, one is seen.
const turnLeaf = (button) => {
  const leaves = [...button.parentElement.querySelectorAll(".bs-leaf")];
  const next = (leaves.findIndex((leaf) => leaf.matches(".bs-now")) + 1) % leaves.length;
  leaves.forEach((leaf, place) => leaf.classList.toggle("bs-now", place === next));
  button.firstElementChild.textContent = `${next + 1}/${leaves.length}`;
  light(leaves[next].querySelector(".bs-cite"));
};

// A statement and what it cites light each other up.
const STATEMENTS = ".bs-claim, .bs-points li, .bs-points tr, .bs-disagreements li";
const LEADS = ".bs-cite[data-number], .bs-quote[data-number]";
const light = (node) => {
  document.querySelectorAll(".bs-lit").forEach((lit) => lit.classList.remove("bs-lit"));
  const leads = node?.matches?.(LEADS) ? [node] : [...(node?.closest?.(STATEMENTS)?.querySelectorAll(LEADS) ?? [])];
  for (const { dataset } of leads) {
    const same = `[data-turn="${dataset.turn}"][data-number="${dataset.number}"]`;
    document.querySelectorAll(`.bs-quote${same}`).forEach((quote) => quote.classList.add("bs-lit"));
    document.querySelectorAll(`.bs-cite${same}`).forEach((cite) => cite.closest(STATEMENTS)?.classList.add("bs-lit"));
  }
};
for (const name of ["mouseover", "focusin"]) {
  document.addEventListener(name, (event) => light(near(event, LEADS) ?? near(event, STATEMENTS)));
}

const say = (button, words) => {
  const before = button.title;
  button.title = words;
  button.dataset.said = words;
  const status = document.querySelector("#bs-state [role=status]");
  if (status) status.textContent = words;
  setTimeout(() => { button.title = before; delete button.dataset.said; }, 3000);
};
const copy = async (button, text) => {
  try {
    await navigator.clipboard.writeText(text);
    say(button, window.broadsheet.say("Copied."));
  } catch {
    say(button, window.broadsheet.say("This browser does not let the page copy."));
  }
};

// The answer as text, each statement followed by what it cites, the articles below.
const writeAnswer = (exchange) => {
  const notes = new Map();
  const cited = (node) => [...node.querySelectorAll(".bs-cite[data-number]")].map((link) => {
    notes.set(link.dataset.number, [...link.parentElement.querySelectorAll(".bs-tip > *")].map((part) => part.textContent.trim()));
    return `[${link.dataset.number}]`;
  }).join("");
  const said = (node) => shown(node.querySelector("q, span[dir]"));
  const lines = [shown(exchange.querySelector(".bs-question")), ""];
  const short = shown(exchange.querySelector(".bs-short"));
  if (short) lines.push(short, "");
  for (const node of exchange.querySelectorAll(".bs-claim, .bs-points ul > li, .bs-list tbody tr, .bs-disagreements li, .bs-nearest li")) {
    lines.push(`- ${said(node) || shown(node.querySelector("blockquote"))} ${cited(node)}`);
  }
  lines.push("", ...[...notes].map(([number, [quote, known]]) => `[${number}] “${quote}” (${known})`));
  return lines.join("\n");
};

// The menu of an answer opens at its button, where there is room, and goes as menus do.
const menu = () => document.querySelector(".bs-share[open]");
const placeMenu = () => {
  const list = menu()?.lastElementChild;
  if (!list) return;
  const at = menu().getBoundingClientRect();
  const { width, height } = list.getBoundingClientRect();
  const below = at.bottom + 4 + height < window.innerHeight;
  list.style.left = `${Math.max(12, Math.min(at.left, window.innerWidth - width - 12))}px`;
  list.style.top = `${Math.max(12, below ? at.bottom + 4 : at.top - height - 4)}px`;
};
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.(".bs-share")) return;
  if (target.open) placeMenu();
  else target.lastElementChild.removeAttribute("style");
}, true);
document.addEventListener("scroll", placeMenu, true);
window.addEventListener("resize", placeMenu);
document.addEventListener("click", (event) => {
  const open = menu();
  if (open && !open.firstElementChild.contains(event.target)) open.open = false;
});

// A cell that a spreadsheet would take for a formula begins with an apostrophe.
const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
const saveTable = (table) => {
  const rows = [...table.rows].map((row) =>
    [...row.cells].map((one) => cell(one.dataset.quote ?? one.dataset.key ?? shown(one))).join(","));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", rows.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" }));
  link.download = "list.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
const sortTable = (button) => {
  const head = button.closest("th");
  const table = head.closest("table");
  const down = head.getAttribute("aria-sort") === "ascending";
  const column = Number(button.dataset.column);
  const key = (row) => row.cells[column].dataset.key ?? shown(row.cells[column]);
  const rows = [...table.tBodies[0].rows].sort((a, b) => key(a).localeCompare(key(b), undefined, { numeric: true }));
  table.tBodies[0].append(...(down ? rows.reverse() : rows));
  table.querySelectorAll("th").forEach((one) => one.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
};

document.addEventListener("click", (event) => {
  const button = near(event, "[data-leaf], [data-copy], [data-link], [data-csv], [data-print], .bs-sort-list");
  if (!button) return;
  event.preventDefault();
  if (button.matches("[data-leaf]")) turnLeaf(button);
  else if (button.matches("[data-copy]")) copy(button, writeAnswer(button.closest(".bs-exchange")));
  else if (button.matches("[data-link]")) copy(button, button.href);
  else if (button.matches("[data-csv]")) saveTable(button.parentElement.querySelector("table"));
  else if (button.matches("[data-print]")) window.print();
  else sortTable(button);
});
