// Runs once for the drop area: files and folders are sent to the server, some at once, each with its own progress.
const AT_ONCE = 3;
const t = (message, values) => window.broadsheet.say(message, values);
const area = () => element.querySelector(".bs-drop");
const suffixes = area().dataset.suffixes.split(" ");
const limit = Number(area().dataset.limit);
let waiting = [];
let running = 0;
let sum = { taken: 0, replaced: 0, refused: 0, skipped: 0 };

// What systems and office programs put into folders, as `index/loaders/folder.py` has it: passed over in silence.
const byProgram = /^(\.|~\$|[eE]?[tT]humbs.*\.db$|[dD]esktop\.ini$|[aA]utorun\.inf$|\$RECYCLE\.BIN$|RECYCLER$|System Volume Information$|lost\+found$|__MACOSX$|@eaDir$|#)|(~|\.tmp|\.bak|\.sw[op]|\.part|\.crdownload|\.lnk|#)$/;

const say = () => {
  const left = waiting.length + running;
  const parts = [
    left && t("{number} still on the way", { number: left }),
    sum.taken && t("{number} taken in", { number: sum.taken }),
    sum.replaced && t("{number} of them replaced one of the same name", { number: sum.replaced }),
    sum.refused && t("{number} not taken in", { number: sum.refused }),
    sum.skipped && t("{number} passed over, whose format is not read", { number: sum.skipped }),
  ].filter(Boolean);
  area().querySelector(".bs-sent").textContent = parts.length ? `${parts.join(", ")}.` : "";
};

const row = (name) => {
  const line = document.createElement("li");
  const title = document.createElement("bdi");
  const bar = document.createElement("progress");
  title.textContent = name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", t("Sending {name}", { name }));
  line.append(title, bar);
  area().querySelector(".bs-queue").append(line);
  return { line, bar };
};

const refuse = (shown, reason) => {
  sum.refused += 1;
  shown.bar.remove();
  shown.line.setAttribute("role", "alert");
  shown.line.append(`: ${reason}`);
};

const send = (one) => new Promise((done) => {
  const shown = row(one.name);
  if (one.file.size > limit) {
    refuse(shown, t("it has {size} MB; at most {limit} MB are taken in", { size: Math.ceil(one.file.size / 1048576), limit: limit / 1048576 }));
    return done();
  }
  const request = new XMLHttpRequest();
  request.open("PUT", `${area().dataset.place}?name=${encodeURIComponent(one.name)}`);
  request.upload.addEventListener("progress", (event) => { shown.bar.value = event.loaded / (event.total || 1); });
  request.addEventListener("load", () => {
    if (request.status === 200) {
      sum.taken += 1;
      sum.replaced += JSON.parse(request.responseText).replaced ? 1 : 0;
      shown.line.remove();
    } else {
      refuse(shown, request.responseText || t("the server answered with {status}", { status: request.status }));
    }
    done();
  });
  request.addEventListener("error", () => { refuse(shown, t("it could not be sent; is Broadsheet still running?")); done(); });
  request.send(one.file);
});

const work = async () => {
  running += 1;
  while (waiting.length) {
    const one = waiting.shift();
    say();
    await send(one).catch((error) => refuse(row(one.name), String(error)));
  }
  running -= 1;
  say();
  if (!running && sum.taken) trigger("took", { at: String(Date.now()) });
};

const take = (files) => {
  if (!running) {
    sum = { taken: 0, replaced: 0, refused: 0, skipped: 0 };
    area().querySelector(".bs-queue").replaceChildren();
  }
  for (const one of files) {
    const inside = one.name.includes("/");
    const read = suffixes.some((suffix) => one.name.toLowerCase().endsWith(suffix));
    const hidden = inside ? one.name.split("/").some((part) => byProgram.test(part)) : byProgram.test(one.name) && !(read && one.name.startsWith("."));
    // What lies in a folder beside articles is passed over; a file that was chosen by itself is told why not.
    if (hidden || (inside && !read)) sum.skipped += hidden ? 0 : 1;
    else waiting.push(one);
  }
  say();
  for (let worker = running; worker < AT_ONCE && waiting.length; worker += 1) work();
};

const list = (reader) => new Promise((done, failed) => reader.readEntries(done, failed));
const walk = async (entry, above, found) => {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    found.push({ file, name: above + file.name });
  } else {
    const reader = entry.createReader();
    for (let part = await list(reader); part.length; part = await list(reader)) {
      for (const inner of part) await walk(inner, `${above}${entry.name}/`, found);
    }
  }
};

// Files may be dropped anywhere on the page: beside a dashed box, the browser would leave the page to show them.
const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
document.getElementById("bs-desk").dataset.drop = t("Drop to add to the library");
const lit = (on) => document.getElementById("bs-desk").classList.toggle("bs-dragging", on);
document.addEventListener("dragover", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  lit(true);
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) lit(false); });
document.addEventListener("drop", async (event) => {
  lit(false);
  if (!carries(event)) return;
  event.preventDefault();
  window.broadsheet.view("library");
  // The entries are gone once this function waits for something: they are taken first.
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const found = entries.length ? [] : [...event.dataTransfer.files].map((file) => ({ file, name: file.name }));
  for (const entry of entries) await walk(entry, "", found).catch(() => { sum.refused += 1; });
  take(found);
});
element.addEventListener("change", (event) => {
  take([...event.target.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
  event.target.value = "";
});
