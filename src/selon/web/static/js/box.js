// A box drawn on the map, with the mouse, a pen or a finger: what lies inside it is kept.

/* global L */

/** Let a button begin a box on the map; `keep(bounds)` is called with what was drawn. Escape gives it up. */
export function drawBox(map, place, button, keep) {
  let from = null;
  let shape = null;
  const at = (event) => map.mouseEventToLatLng(event);
  const drawing = () => button.getAttribute("aria-pressed") === "true";
  const set = (on) => {
    button.setAttribute("aria-pressed", String(on));
    place.classList.toggle("drawing", on);
    map.dragging[on ? "disable" : "enable"]();
    shape?.remove();
    from = shape = null;
  };
  button.addEventListener("click", () => set(!drawing()));
  place.addEventListener("pointerdown", (event) => {
    if (!drawing() || event.button !== 0 || event.target.closest(".leaflet-control")) return;
    from = at(event);
    place.setPointerCapture(event.pointerId);
    shape = L.rectangle([from, from], { className: "drawn", interactive: false, pane: "arcs" }).addTo(map);
  });
  place.addEventListener("pointermove", (event) => shape?.setBounds(L.latLngBounds(from, at(event))));
  place.addEventListener("pointercancel", () => drawing() && set(false));
  place.addEventListener("pointerup", (event) => {
    if (!shape) return;
    const bounds = L.latLngBounds(from, at(event));
    set(false);
    if (bounds.getSouthWest().distanceTo(bounds.getNorthEast()) > 0) keep(bounds);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && drawing() && set(false));
}
