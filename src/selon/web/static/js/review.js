// The review queue under the keyboard: one key each, and spans taken from the text by mouse or by keys.
import { bind } from "./keys.js";
import { placeChains } from "./margin.js";
import { Walker, readSelection, wordsOf } from "./selection.js";
import { drawSmallMaps } from "./smallmap.js";

const text = document.querySelector("[data-text]");
let picking = null; // the group of fields for which words are being chosen
let walker = null; // what the keys move meanwhile

function open(id) {
  const details = document.getElementById(id);
  details.open = true;
  (details.querySelector("select, input:not([type=hidden])") ?? details.querySelector("summary")).focus();
  details.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const button = picking ? null : document.querySelector(`[data-key="${key}"]`);
  button?.click();
}

function showWords(group) {
  const start = Number(group.querySelector("[data-start-field]").value);
  const end = Number(group.querySelector("[data-end-field]").value);
  group.querySelector("[data-words]").textContent = wordsOf(text, start, end) || "–";
}

function put(group, span) {
  group.querySelector("[data-start-field]").value = span.start;
  group.querySelector("[data-end-field]").value = span.end;
  showWords(group);
}

function stop(button) {
  picking?.querySelector("[data-pick]").setAttribute("aria-pressed", "false");
  text.classList.remove("picking");
  picking = null;
  getSelection().removeAllRanges();
  button?.focus();
}

function start(group) {
  picking = group;
  group.querySelector("[data-pick]").setAttribute("aria-pressed", "true");
  text.classList.add("picking");
  text.focus();
  const [first, last] = ["start", "end"].map((edge) => group.querySelector(`[data-${edge}-field]`).value);
  const anchor = document.getElementById(text.dataset.claimAt)?.closest(".s");
  const from = first === "" ? Number(anchor?.dataset.start ?? text.querySelector(".s").dataset.start) : Number(first);
  walker = new Walker(text, from, last === "" ? from : Number(last));
  if (last === "") walker.move(true);
}

function pick(group) {
  const span = readSelection(text);
  if (span && picking !== group && !picking) {
    put(group, span);
    getSelection().removeAllRanges();
    return;
  }
  if (picking) stop();
  start(group);
}

// In the text: arrows go from word to word, with Shift they stretch by a letter, with Ctrl and Shift by a word.
function onTextKey(event) {
  if (!picking) return;
  const forward = event.key === "ArrowRight" || event.key === "ArrowDown";
  if (event.key === "Enter") {
    const group = picking;
    const span = readSelection(text);
    if (span) put(group, span);
    stop(group.querySelector("[data-pick]"));
  } else if (event.key === "Escape") stop(picking.querySelector("[data-pick]"));
  else if (event.key.startsWith("Arrow") && event.shiftKey) walker.stretch(forward, event.ctrlKey);
  else if (event.key.startsWith("Arrow")) walker.move(forward);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

if (text) {
  for (const group of document.querySelectorAll("[data-span]")) {
    const button = group.querySelector("[data-pick]");
    button.hidden = false;
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", () => pick(group));
    group.addEventListener("input", () => showWords(group));
  }
  text.addEventListener("keydown", onTextKey);
  const anchor = document.getElementById(text.dataset.claimAt);
  if (anchor) text.scrollTop += anchor.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight * 0.4;
  placeChains(text);
  document.fonts?.ready.then(() => placeChains(text));
}
/** Fill the list of actors when the first field asks for it: id and name of each. */
async function offerActors(list) {
  const answer = await fetch(list.dataset.actors, { credentials: "same-origin" });
  if (!answer.ok) return;
  for (const [id, name] of await answer.json()) {
    const option = document.createElement("option");
    option.value = id;
    option.label = name;
    list.append(option);
  }
}

const actors = document.querySelector("[data-actors]");
document.querySelector("[data-correction]")?.addEventListener("focusin", (event) => {
  if (actors && event.target.list === actors && !actors.children.length) offerActors(actors);
});
for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => open(button.dataset.opens));
}
for (const key of ["a", "r", "e", "u", "j", "k"]) bind(key, () => press(key));
drawSmallMaps(document);
