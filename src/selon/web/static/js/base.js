// What every page does: j and k walk, / searches, ? shows the keys, the reached row stays in sight.

import "./days.js";
import { bind } from "./keys.js";

function items() {
  return [...document.querySelectorAll("[data-walk] > *")].filter((item) => item.checkVisibility());
}

function reach(step) {
  const all = items();
  if (!all.length) return false;
  const now = all.findIndex((item) => item.classList.contains("reached"));
  const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? 0 : now + step))];
  all[now]?.classList.remove("reached");
  next.classList.add("reached");
  (next.querySelector("a, button") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  next.dispatchEvent(new CustomEvent("reached", { bubbles: true }));
  return true;
}

function search() {
  const field = document.querySelector("main input[type=search]");
  if (field?.checkVisibility()) {
    field.focus();
    field.select();
  } else {
    location.assign("/search");
  }
}

async function showKeys() {
  const open = document.querySelector("dialog.keys");
  if (open) return open.close();
  const answer = await fetch("/help");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const keys = page.querySelector("#keys, main section");
  if (!keys) return location.assign("/help");
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  const close = document.createElement("button");
  close.textContent = document.body.dataset.close;
  close.addEventListener("click", () => dialog.close());
  dialog.append(document.importNode(keys, true), close);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

bind("j", () => reach(1));
bind("k", () => reach(-1));
bind("/", search);
bind("?", () => void showKeys());
