// The one form of filters: what is chosen goes into the address, the page follows without being left.

/** Return the query of the form, without what is empty. */
export function queryOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  return query;
}

/** Let the form and every link marked data-part change the page in place; `show(url)` draws it. */
export function follow(form, show) {
  const go = (address, { push = true } = {}) => {
    const url = new URL(address, location.href);
    if (push && url.href !== location.href) history.pushState(null, "", url);
    return show(url);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(`${form.getAttribute("action")}?${queryOf(form)}`);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[type=checkbox], [type=radio], [data-day], select")) form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-part]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(link.href);
  });
  window.addEventListener("popstate", () => go(location.href, { push: false }));
  return go;
}

/** Set the form to what an address asks for. */
export function fill(form, query) {
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "checkbox") field.checked = query.getAll(field.name).some((value) => value === field.value || (field.value === "1" && value === "true"));
    else field.value = query.get(field.name) ?? "";
  }
}
