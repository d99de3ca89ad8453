// Keys: one letter, one act. Nothing happens while somebody types, or with Ctrl, Alt or Meta held down.

const acts = new Map();

/** Let a key do something; `act` may return false to leave the key to the browser. */
export function bind(key, act) {
  acts.set(key, act);
}

/** Return whether an element takes text. */
export function isTyping(element) {
  return element instanceof HTMLElement && (element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const act = acts.get(event.key);
  if (act && act(event) !== false) event.preventDefault();
});
