// Ingest: files are dropped on the form, and a reading that goes on is watched without loading the page anew.

const EVERY = 1200;
const form = document.querySelector("form.hand-in");
const reading = document.querySelector("[data-reading][data-running]");
if (form) takeDrops(form);
if (reading) watch(reading);

function said(words) {
  const item = document.createElement("li");
  item.textContent = words;
  return item;
}

function takeDrops(form) {
  const drop = form.querySelector("#drop");
  const files = form.querySelector("#files");
  const list = form.querySelector("#dropped");
  drop.querySelector(".drop-choose").hidden = false;
  drop.classList.add("woken");
  const show = () => {
    if (!files.files.length) return list.replaceChildren(said(drop.dataset.none));
    const items = [...files.files].slice(0, 8).map((file) => said(file.name));
    const rest = files.files.length - items.length;
    if (rest > 0) items.push(said(list.dataset.more.replace("{n}", rest)));
    list.replaceChildren(...items);
  };
  files.addEventListener("change", show);
  show();
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    files.files = event.dataTransfer.files;
    show();
  });
  form.addEventListener("submit", () => {
    form.setAttribute("aria-busy", "true");
    form.querySelector("button.main").disabled = true;
  });
}

async function watch(place) {
  let before = "";
  for (;;) {
    await new Promise((done) => setTimeout(done, EVERY));
    const answer = await fetch(`/api/ingest/${place.dataset.reading}`, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) continue;
    const now = await answer.json();
    const state = JSON.stringify(now);
    if (state === before) continue;
    before = state;
    await draw(place);
    if (now.over) return;
  }
}

async function draw(place) {
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("reading");
  if (fresh) place.replaceChildren(...document.importNode(fresh, true).childNodes);
}
