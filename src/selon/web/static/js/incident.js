// The page of an incident: its place on a small map, as surely as it is known.

/* global L */

import { makeMap } from "./basemap.js";
import { FAMILIES, PRECISIONS, disc, drawAreas } from "./marks.js";

const CLOSE = { site: 7, locality: 6, near: 6.5, line: 6, province: 6, region: 5.5, country: 4.5 };
const place = document.getElementById("place");
if (place) draw(place);

function draw(element) {
  const { lat, lon, precision, radius, family, name } = element.dataset;
  const point = {
    lat: Number(lat), lon: Number(lon), precision: PRECISIONS.indexOf(precision), radius: Number(radius),
    family: FAMILIES.indexOf(family), line: ends(element.dataset.ends), low: null, high: null, independent: 1, disputed: 0,
  };
  const words = { zoom_in: element.dataset.zoomIn, zoom_out: element.dataset.zoomOut };
  const map = makeMap(element, { language: document.documentElement.lang, words, tiles: element.dataset.tiles, scrollWheelZoom: false });
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", name);
  map.createPane("areas").style.zIndex = 420;
  map.setView([point.lat, point.lon], CLOSE[precision] ?? 6, { animate: false });
  const areas = L.layerGroup().addTo(map);
  map.on("moveend", () => drawAreas(map, areas, [point]));
  drawAreas(map, areas, [point]);
  const label = document.createElement("span");
  label.textContent = name;
  L.marker([point.lat, point.lon], { icon: disc(point), keyboard: false, alt: name })
    .bindTooltip(label, { permanent: true, direction: "top", offset: [0, -8] })
    .addTo(map);
}

/** Return the ends of a stretch as points, nothing where there is none. */
function ends(given) {
  const numbers = given?.split(" ").map(Number);
  return numbers && [numbers.slice(0, 2), numbers.slice(2)];
}
