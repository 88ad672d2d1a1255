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
  if (form.dataset.away) { event.preventDefault(); return; }
  form.dataset.away = "1";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.classList.add("away");
});
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-away]")) { delete form.dataset.away; form.querySelectorAll(".away").forEach((each) => each.classList.remove("away")); } });

// --- what was typed survives a closed tab: `data-keep` names the form, until it was sent and taken ---------------------
// Whoever signs out on purpose leaves nothing behind; after a session that ran out it waits for the same account.
for (const gone of document.querySelectorAll("[data-left]")) forgetAll(`jingmei ${gone.dataset.left} `);
const place = (form) => `jingmei ${account || ""} ${form.dataset.keep}`;
for (const form of document.querySelectorAll("form[data-keep]")) {
  const fields = () => [...form.elements].filter((each) => each.name && /^(TEXTAREA|SELECT)$|^INPUT$/.test(each.tagName) && !/^(hidden|password|file|submit|checkbox|radio)$/.test(each.type));
  const kept = read(place(form));
  if (kept && !form.querySelector("[data-focus]")) offer(form, fields, kept);
  form.addEventListener("input", () => write(place(form), Object.fromEntries(fields().map((each) => [each.name, each.value]))));
  form.querySelector("[data-forget]")?.addEventListener("click", () => forget(place(form)));
}
for (const done of document.querySelectorAll("[data-taken]")) forget(`jingmei ${account || ""} ${done.dataset.taken}`);

function offer(form, fields, kept) {
  if (fields().every((each) => !(each.name in kept) || kept[each.name] === each.value)) return;
  const box = form.querySelector("template[data-kept]")?.content.cloneNode(true).firstElementChild;
  if (!box) return;
  form.prepend(box);
  box.querySelector("[data-take]").addEventListener("click", () => { for (const each of fields()) if (each.name in kept) each.value = kept[each.name]; box.remove(); });
  box.querySelector("[data-drop]").addEventListener("click", () => { forget(place(form)); box.remove(); });
}
function read(name) { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } }
function write(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full, or not allowed: then without */ } }
function forgetAll(start) { try { for (const name of Object.keys(localStorage)) if (name.startsWith(start)) forget(name); } catch { /* as above */ } }
function forget(name) { try { localStorage.removeItem(name); } catch { /* as above */ } }

// --- files go while the form is still being filled in, with how far they are ---------------------------------------------
for (const field of document.querySelectorAll("[data-files]")) {
  const input = field.querySelector("input[type=file]"), bar = field.querySelector("progress"), list = field.querySelector("ul.files");
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    for (const file of files) await send(field, file, bar, list);
  });
}
document.addEventListener("click", (event) => { event.target.closest("[data-remove]")?.closest("li").remove(); });
for (const button of document.querySelectorAll("[data-remove]")) button.hidden = false;

function send(field, file, bar, list) {
  return new Promise((resolve) => {
    const form = new FormData(), request = new XMLHttpRequest();
    form.append("file", file, file.name); form.append("name", field.dataset.name); form.append("kind", field.dataset.kind);
    request.open("POST", field.dataset.to);
    request.upload.onprogress = (event) => { bar.hidden = false; bar.max = event.total; bar.value = event.loaded; };
    request.onload = () => entry(list, request.responseText, request.status, file.name, field.dataset.failed, resolve, bar);
    request.onerror = () => entry(list, "", 0, file.name, field.dataset.failed, resolve, bar);
    request.send(form);
  });
}
function entry(list, html, status, name, failed, resolve, bar) {
  bar.hidden = true;
  const found = new DOMParser().parseFromString(html, "text/html").querySelector("li");
  const line = found && !found.closest("main") ? document.importNode(found, true) : Object.assign(document.createElement("li"), { textContent: `${name}: ${failed}`, className: "text-danger" });
  line.querySelector("[data-remove]")?.removeAttribute("hidden");
  list.append(line);
  resolve();
}
