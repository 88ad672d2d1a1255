// What HTML cannot do by itself: the live count, an upload's progress, text that survives a closed tab.
"use strict";
const { live, worker, account } = document.body.dataset;

// --- live ------------------------------------------------------------------------------------------------------
function told(name, data) {
  if (name === "unread") show(data.unread);
  if (name === "item") toast(data);
  if (name === "end" && data.reason === "signed_out") setTimeout(signedOut, 6000);
}

// After a moment: the API answers reads of a session that has ended for up to five seconds.
function signedOut() { written ? say(document.body.dataset.out) : location.reload(); }

// What stands in a form is not lost because somebody signed out in another window: it can be sent after signing in again.
let written = false;
document.addEventListener("input", (event) => { written ||= event.target.form?.method === "post"; });

function say(text) {
  const line = document.createElement("p");
  line.className = "toast-line";
  // What it lies over may be wanted now.
  const away = Object.assign(document.createElement("button"), { type: "button", className: "btn-close btn-close-white", ariaLabel: document.body.dataset.dismiss });
  away.addEventListener("click", () => line.remove());
  line.append(text, away);
  document.getElementById("toasts").append(line);
  return line;
}

function show(count) {
  const shown = count > 99 ? "99+" : String(count);
  for (const badge of document.querySelectorAll("[data-unread]")) { badge.hidden = !count; badge.textContent = shown; }
  for (const text of document.querySelectorAll("[data-unread-text]")) text.textContent = shown;
  document.title = document.title.replace(/^(\(\d+\+?\) )?/, count ? `(${shown}) ` : "");
}

function toast(item) {
  const link = document.createElement("a");
  link.href = document.querySelector(".places [data-unread]")?.closest("a").href || "/inbox";
  link.textContent = `${document.body.dataset.new} ${item.title}`;
  const line = say(link);
  setTimeout(() => line.remove(), 20000);
}

if (live && window.SharedWorker) {
  const { port } = new SharedWorker(worker);
  port.onmessage = (event) => told(event.data.name, event.data.data);
  const join = () => port.postMessage({ url: live, account });
  addEventListener("pagehide", () => port.postMessage({ leave: true }));
  addEventListener("pageshow", (event) => { if (event.persisted) join(); });
  join();
} else if (live) {
  let source = null;
  const follow = () => {
    if (document.hidden) { source?.close(); source = null; return; }
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(live);
    for (const name of ["unread", "item", "end"]) source.addEventListener(name, (event) => told(name, JSON.parse(event.data)));
    source.onerror = () => { if (source?.readyState === EventSource.CLOSED) setTimeout(follow, 15000); };
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

// --- what is wrong is where the reader is ----------------------------------------------------------------------------
document.querySelector("[data-focus]")?.focus();

// --- a form sent twice has one effect (its key sees to that); the button says that it is on its way --------------------
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.away || waits(form, event.submitter)) { event.preventDefault(); return; }
  form.dataset.away = "1";
  // What is kept of it is no longer needed once it was taken; a button with another purpose sends only a part of it.
  if (form.dataset.keep && !event.submitter?.hasAttribute("formaction")) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: form.dataset.keep }));
  for (const button of buttons(form)) button.classList.add("away");
});
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-away]")) { delete form.dataset.away; form.querySelector(":scope > input[name=kept]")?.remove(); form.querySelectorAll(".away").forEach((each) => each.classList.remove("away")); } });
function buttons(form) { return form.querySelectorAll("button:not([type=button])"); }

// --- what was typed survives a closed tab: `data-keep` names the form, until it was sent and taken ---------------------
// Whoever signs out on purpose leaves nothing behind; after a session that ran out it waits for the same account.
for (const gone of document.querySelectorAll("[data-left]")) forgetAll(`jingmei ${gone.dataset.left} `);
for (const done of document.querySelectorAll("[data-taken]")) forget(`jingmei ${account || ""} ${done.dataset.taken}`);
const place = (form) => `jingmei ${account || ""} ${form.dataset.keep}`;
for (const form of document.querySelectorAll("form[data-keep]")) {
  // What the browser is not to remember (`autocomplete`; beside a list of ours it means another thing) is not kept: identity numbers.
  const fields = () => [...form.elements].filter((each) => each.name && /^(TEXTAREA|SELECT|INPUT)$/.test(each.tagName) && !/^(hidden|password|file|submit|checkbox|radio)$/.test(each.type) && (each.autocomplete !== "off" || each.list));
  const kept = read(place(form));
  if (kept && !form.querySelector("[data-focus]")) offer(form, fields, kept);
  form.addEventListener("input", () => write(place(form), Object.fromEntries(fields().map((each) => [each.name, each.value]))));
  form.querySelector("[data-forget]")?.addEventListener("click", () => forget(place(form)));
}

function offer(form, fields, kept) {
  if (fields().every((each) => !(each.name in kept) || kept[each.name] === each.value)) return;
  const box = document.getElementById("kept").content.cloneNode(true).firstElementChild;
  form.prepend(box);
  box.querySelector("[data-take]").addEventListener("click", () => { for (const each of fields()) if (each.name in kept) each.value = kept[each.name]; box.remove(); });
  box.querySelector("[data-drop]").addEventListener("click", () => { forget(place(form)); box.remove(); });
}
function read(name) { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } }
function write(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full, or not allowed: then without */ } }
function forgetAll(start) { try { for (const name of Object.keys(localStorage)) if (name.startsWith(start)) forget(name); } catch { /* as above */ } }
function forget(name) { try { localStorage.removeItem(name); } catch { /* as above */ } }

// --- a text that is ready goes below what was written; without this the form's own answer does it -------------------------
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  event.preventDefault();
  const field = button.form.elements[button.dataset.into];
  field.value = [field.value.trimEnd(), button.dataset.insert].filter(Boolean).join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

// --- files go while the form is still being filled in, with how far they are; the form waits for them -------------------
const sending = new Map(), pressed = new Map();
for (const field of document.querySelectorAll("[data-files]")) {
  const input = field.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    for (const file of input.files) send(field, file, input.form);
    input.value = "";
  });
}
document.addEventListener("click", (event) => {
  const line = event.target.closest("[data-remove]")?.closest("li"), form = line?.closest("form");
  line?.remove();
  line?.request?.abort();
  if (form && !form.querySelector("ul.files .failed")) hint(form, "");
});
for (const button of document.querySelectorAll("[data-remove]")) button.hidden = false;

// Whether a form has to wait for its files: while one is on its way it goes by itself afterwards, and not while one failed.
function waits(form, button) {
  const failed = form.querySelector("ul.files .failed");
  if (sending.get(form)) {
    pressed.set(form, button);
    for (const each of buttons(form)) each.classList.add("away");
    hint(form, "waits");
  } else if (failed) {
    hint(form, "mend");
    failed.querySelector("[data-remove]").focus();
  }
  return Boolean(sending.get(form) || failed);
}
function hint(form, key) {
  let line = form.querySelector("p.upload-hint");
  if (!line) {
    line = Object.assign(document.createElement("p"), { className: "upload-hint" });
    line.setAttribute("role", "status");
    [...buttons(form)].at(-1).after(line);
  }
  line.textContent = key && form.querySelector("[data-files]").dataset[key];
}
function arrived(form) {
  sending.set(form, sending.get(form) - 1);
  if (sending.get(form) || !pressed.has(form)) return;
  const button = pressed.get(form);
  pressed.delete(form);
  for (const each of buttons(form)) each.classList.remove("away");
  hint(form, "");
  form.requestSubmit(button);
}

let last = Promise.resolve();
function send(field, file, form) {
  const list = field.querySelector("ul.files"), bar = field.querySelector("progress").cloneNode(), line = entry(field, `${file.name} `, bar);
  // Chosen again, it stands for the one that failed.
  for (const old of list.querySelectorAll(".failed")) if (old.dataset.name === file.name) old.remove();
  bar.hidden = false;
  list.append(line);
  sending.set(form, (sending.get(form) || 0) + 1);
  last = last.then(() => line.isConnected && upload(field, file, bar, line)).then((html) => {
    line.replaceWith(answered(field, file.name, html || ""));
    arrived(form);
  });
}
function upload(field, file, bar, line) {
  return new Promise((resolve) => {
    const data = new FormData(), request = line.request = new XMLHttpRequest();
    data.append("file", file, file.name); data.append("name", field.dataset.name); data.append("kind", field.dataset.kind);
    request.open("POST", field.dataset.to);
    request.upload.onprogress = (event) => { bar.max = event.total; bar.value = event.loaded; };
    request.onload = request.onerror = request.onabort = () => resolve(request.responseText);
    request.send(data);
  });
}
// The line of a file that was sent: as the server made it, or that it did not get there.
function answered(field, name, html) {
  const found = new DOMParser().parseFromString(html, "text/html").querySelector("li");
  const made = found && !found.closest("main") ? document.importNode(found, true) : entry(field, `${name}: ${field.dataset.failed} `);
  if (!made.querySelector("input")) { made.className = "failed text-danger"; made.dataset.name = name; made.setAttribute("role", "alert"); }
  made.querySelector("[data-remove]").hidden = false;
  return made;
}
function entry(field, ...words) {
  const line = field.querySelector("template").content.cloneNode(true).firstElementChild;
  line.prepend(...words);
  return line;
}
