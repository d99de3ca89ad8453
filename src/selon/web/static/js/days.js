// Fields for a day: written in the usual ways, kept year first, with a calendar for who would rather point.

const WHOLE = /^(\d{4})[-/. ]?(\d{1,2})[-/. ]?(\d{1,2})$/;
const DAY_FIRST = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/;

/** Return a day year first, as it was typed where it cannot be told. In English, 3/4/2017 may be either: it is left. */
function yearFirst(text) {
  const whole = WHOLE.exec(text);
  const turned = document.documentElement.lang === "fr" ? DAY_FIRST.exec(text) : null;
  const parts = whole ? whole.slice(1) : turned ? turned.slice(1).reverse() : null;
  return parts ? `${parts[0]}-${parts[1].padStart(2, "0")}-${parts[2].padStart(2, "0")}` : text;
}

function isDay(text) {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function check(field) {
  field.setCustomValidity(field.value && !isDay(field.value) ? field.title : "");
}

function addCalendar(field) {
  const native = document.createElement("input");
  native.type = "date";
  native.tabIndex = -1;
  native.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "day-pick";
  button.title = field.dataset.day;
  button.setAttribute("aria-label", field.dataset.day);
  button.addEventListener("click", () => {
    native.value = isDay(field.value) ? field.value : "";
    native.showPicker();
  });
  native.addEventListener("change", () => {
    field.value = native.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
  field.after(native, button);
}

for (const field of document.querySelectorAll("[data-day]")) {
  if (HTMLInputElement.prototype.showPicker) addCalendar(field);
  field.addEventListener("input", () => field.setCustomValidity(""));
  field.addEventListener("change", () => {
    field.value = yearFirst(field.value.trim());
    check(field);
  });
}
