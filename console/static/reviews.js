// The review page: remarks on what is selected in the text, findings by keys, marks and findings that show each other.
"use strict";
(() => {
const review = document.querySelector("form.review"), remarks = document.querySelector("[data-remarks]");

// --- remarks ---------------------------------------------------------------------------------------------------------
// Places count Unicode characters, as the API does; JavaScript's own offsets count some of them twice.
function characters(text) { return [...text].length; }

function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0), from = range.startContainer.parentElement?.closest("[data-text]") || (range.startContainer.closest && range.startContainer.closest("[data-text]"));
  if (!from || !from.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(from);
  before.setEnd(range.startContainer, range.startOffset);
  const start = characters(before.toString()), quote = range.toString();
  return quote.trim() ? { field: from.dataset.text, start, end: start + characters(quote), quote } : null;
}

let last = null;
document.addEventListener("selectionchange", () => { last = chosen() || last; });

function add(place) {
  const rows = [...remarks.querySelectorAll("div[data-remark]")], empty = rows.find((row) => row.hidden);
  const number = rows.length, row = empty || document.importNode(remarks.querySelector("template").content, true).firstElementChild;
  if (!empty) {
    row.innerHTML = row.innerHTML.replaceAll("comments.N", `comments.${number}`);
    row.dataset.remark = number;
    remarks.append(row);
  }
  row.hidden = false;
  row.querySelector("[data-drop-remark]").hidden = false;
  const field = (name) => row.querySelector(`[name$=".${name}"]`);
  for (const name of ["field", "start", "end", "quote"]) field(name).value = place ? place[name] : "";
  field("quote").readOnly = Boolean(place);
  field("text").focus();
}

if (remarks) {
  for (const row of remarks.querySelectorAll("div[data-remark]")) {
    row.hidden = ![...row.querySelectorAll("textarea")].some((each) => each.value.trim());
    row.querySelector("[data-drop-remark]").hidden = false;
  }
  remarks.addEventListener("click", (event) => {
    if (event.target.closest("[data-remark-selection]")) { add(last); last = null; }
    if (event.target.closest("[data-remark-whole]")) add(null);
    const row = event.target.closest("[data-drop-remark]")?.closest("div[data-remark]");
    if (row) { for (const each of row.querySelectorAll("input, textarea")) { each.value = ""; each.readOnly = false; } row.hidden = true; }
  });
}

for (const each of document.querySelectorAll("[data-with-script]")) each.hidden = false;

// --- findings --------------------------------------------------------------------------------------------------------
const findings = [...document.querySelectorAll("[data-finding]")];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step || !findings.length) return;
  const at = findings.indexOf(document.activeElement.closest("[data-finding]"));
  show(findings[at < 0 ? (step > 0 ? 0 : findings.length - 1) : (at + step + findings.length) % findings.length]);
});

function show(finding) {
  finding.focus();
  const mark = document.querySelector(`mark[data-marks~="${CSS.escape(finding.id)}"]`);
  for (const each of document.querySelectorAll("mark.hot")) each.classList.remove("hot");
  if (mark) { mark.classList.add("hot"); mark.scrollIntoView({ block: "center" }); }
}
document.addEventListener("click", (event) => {
  const number = event.target.closest("[data-finding] .n");
  if (number) { event.preventDefault(); show(number.closest("[data-finding]")); }
});

const all = document.querySelector("[data-tick-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("click", () => { for (const box of review.querySelectorAll("[name=finding]")) box.checked = true; });
}
})();
