// The small map of a claim's places, as surely as they are known. Without it their list with degrees stands alone.

/* global L */

import { makeMap } from "./basemap.js";

const AWAY = { site: 7, locality: 6, near: 6.5, line: 6, province: 6, region: 5.5, country: 4.5 };

function draw(figure) {
  const places = [...figure.querySelectorAll("[data-lat]")].map(({ dataset }) => ({
    at: [Number(dataset.lat), Number(dataset.lon)],
    km: Number(dataset.radius),
    ends: dataset.ends?.split(" ").map(Number),
    precision: dataset.precision,
    role: dataset.role,
    name: dataset.name,
  }));
  const chart = document.createElement("div");
  chart.className = `chart map family-${figure.dataset.family}`;
  chart.setAttribute("aria-hidden", "true"); // the list below says the same
  figure.prepend(chart);
  const map = makeMap(chart, {
    language: document.documentElement.lang, tiles: figure.dataset.tiles ?? "", zoomControl: false, keyboard: false, scrollWheelZoom: false,
  });
  const bounds = L.latLngBounds(places.map((place) => place.at));
  if (places.length === 1) map.setView(places[0].at, AWAY[places[0].precision] ?? 6, { animate: false });
  else map.fitBounds(bounds.pad(0.4), { maxZoom: 8, animate: false });
  for (const place of places) {
    if (place.km > 1 && place.precision !== "line") L.circle(place.at, { radius: place.km * 1000, className: "doubtful", interactive: false }).addTo(map);
    if (place.ends) L.polyline([place.ends.slice(0, 2), place.ends.slice(2)], { className: "between", interactive: false }).addTo(map);
    const spot = L.circleMarker(place.at, { radius: 5, className: `spot role-${place.role}`, interactive: false });
    const label = document.createElement("span");
    label.textContent = place.name;
    spot.bindTooltip(label, { permanent: true, direction: "top", className: "spot-name", offset: [0, -4] }).addTo(map);
  }
  const from = places.find((place) => place.role === "origin");
  const to = places.find((place) => place.role === "destination");
  if (from && to) L.polyline([from.at, to.at], { className: "way", interactive: false }).addTo(map);
}

export function drawSmallMaps(root) {
  if (typeof L === "undefined") return;
  for (const figure of root.querySelectorAll("[data-small-map]:not([data-drawn])")) {
    figure.dataset.drawn = "";
    draw(figure);
  }
}
