// The page of a document: the claim under the cursor stands out in the text and opens in the panel; j and k move on.
import { bind } from "./keys.js";
import { placeChains, placeRails } from "./margin.js";
import { drawSmallMaps } from "./smallmap.js";

const sheet = document.querySelector("[data-sheet]");
const panel = document.querySelector("[data-panel]");
const cards = [...panel.querySelectorAll(".claim")];
const order = cards.map((card) => card.dataset.claim);
const tools = panel.querySelector("[data-panel-tools]");
const position = panel.querySelector("[data-position]");
let chosen = null; // the claim that was chosen by click, key or address: it stays
let waiting = 0;

function namesClaim(element, claim) {
  return (element.dataset.claims ?? element.dataset.claim ?? "").split(" ").includes(claim);
}

function light(claim) {
  sheet.classList.toggle("focus", Boolean(claim));
  for (const element of sheet.querySelectorAll("[data-claim], [data-claims]")) {
    element.classList.toggle("on", Boolean(claim) && namesClaim(element, claim));
  }
  for (const segment of sheet.querySelectorAll(".s.main")) segment.classList.remove("main");
  if (!claim) return;
  for (const line of sheet.querySelectorAll(`.line[data-part="trigger"][data-claim="${claim}"]`)) {
    line.closest(".s").classList.add("main");
  }
}

function show(claim) {
  light(claim);
  panel.classList.toggle("opened", Boolean(claim));
  for (const card of cards) {
    const here = card.dataset.claim === claim;
    card.hidden = Boolean(claim) && !here;
    card.open = here;
    if (here) drawSmallMaps(card);
  }
  panel.scrollTop = 0;
  const at = order.indexOf(claim);
  position.textContent = at < 0 ? "" : `${at + 1} / ${order.length}`;
}

function scrollTo(claim) {
  const anchor = document.getElementById(`at-${claim}`);
  if (!anchor) return;
  anchor.closest("details.furniture")?.setAttribute("open", "");
  const box = anchor.getBoundingClientRect();
  const low = panel.classList.contains("opened") && getComputedStyle(panel).position === "fixed" ? 0.4 : 0.85;
  if (box.top < 80 || box.bottom > window.innerHeight * low) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    window.scrollBy({ top: box.top - window.innerHeight * low * 0.4, behavior: calm ? "auto" : "smooth" });
  }
}

function choose(claim, { scroll = true } = {}) {
  chosen = claim;
  show(claim);
  history.replaceState(null, "", claim ? `#claim-${claim}` : location.pathname + location.search);
  if (claim && scroll) scrollTo(claim);
}

function step(by) {
  if (!order.length) return;
  const at = order.indexOf(chosen);
  const next = at < 0 ? (by > 0 ? 0 : order.length - 1) : (at + by + order.length) % order.length;
  choose(order[next]);
}

function claimOf(target) {
  const element = target.closest?.("[data-claim], [data-claims]");
  if (!element || !sheet.contains(element)) return null;
  const segment = target.closest(".s");
  const trigger = segment?.matches(".trigger") ? segment.querySelector('.line[data-part="trigger"]') : null;
  if (trigger) return trigger.dataset.claim;
  const claims = (segment?.dataset.claims ?? element.dataset.claims ?? element.dataset.claim).split(" ");
  return claims.includes(chosen) ? chosen : claims[0];
}

function preview(target) {
  window.clearTimeout(waiting);
  const claim = claimOf(target);
  if (panel.classList.contains("opened") && getComputedStyle(panel).position === "fixed") return;
  waiting = window.setTimeout(() => show(claim && order.includes(claim) ? claim : chosen), claim ? 90 : 350);
}

function openAddress() {
  const claim = location.hash.startsWith("#claim-") ? location.hash.slice(7) : null;
  if (claim && order.includes(claim)) choose(claim);
}

if (order.length) {
  tools.hidden = false;
  const hover = window.matchMedia("(hover: hover)").matches;
  if (hover) sheet.addEventListener("mouseover", (event) => preview(event.target));
  if (hover) sheet.addEventListener("mouseleave", () => preview(sheet));
  sheet.addEventListener("focusin", (event) => show(claimOf(event.target) ?? chosen));
  sheet.addEventListener("click", (event) => {
    const claim = claimOf(event.target);
    if (!claim || String(getSelection())) return;
    event.preventDefault();
    choose(claim, { scroll: false });
  });
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.step) step(Number(button.dataset.step));
    else if (button) choose(null);
  });
  for (const card of cards) card.addEventListener("toggle", () => card.open && drawSmallMaps(card));
  bind("j", () => step(1));
  bind("k", () => step(-1));
  bind("e", () => chosen && location.assign(`/review?claim=${chosen}`));
  bind("Escape", () => choose(null));
  window.addEventListener("hashchange", openAddress);
  openAddress();
}

function place() {
  placeRails(sheet);
  placeChains(sheet);
}

place();
document.fonts?.ready.then(place);
new ResizeObserver(place).observe(sheet);
