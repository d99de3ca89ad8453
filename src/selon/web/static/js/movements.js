// The map of movements: arcs as wide as their origins, dotted where they are hearsay. The list below says the same.

/* global L */

import { makeMap } from "./basemap.js";
import { arcShape } from "./marks.js";

const place = document.getElementById("map");
const given = JSON.parse(document.getElementById("map-words")?.textContent ?? "{}");
if (place && typeof L !== "undefined") start().catch(() => fail());

function fail() {
  const words = document.createElement("p");
  words.className = "map-wait";
  words.textContent = given.words.failed;
  place.replaceChildren(words);
}

async function start() {
  const answer = await fetch(place.dataset.arcs, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { arcs } = await answer.json();
  const map = makeMap(place, { language: document.documentElement.lang, words: given.words, tiles: given.tiles, scrollWheelZoom: false });
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", document.getElementById("map-title").textContent);
  place.addEventListener("basemap-failed", fail);
  map.createPane("arcs").style.zIndex = 430;
  const flows = L.layerGroup().addTo(map);
  if (arcs.length) map.fitBounds(L.latLngBounds(arcs.flatMap((arc) => [arc.start, arc.end])).pad(0.12), { maxZoom: 8, animate: false });
  const draw = () => {
    flows.clearLayers();
    for (const arc of arcs) drawArc(map, flows, arc);
  };
  map.on("zoomend", draw);
  draw();
}

function drawArc(map, flows, arc) {
  const rings = arcShape(map, arc.start, arc.end, Math.min(14, 3 + 2 * arc.origins), arc.hearsay);
  if (!rings.length) return;
  const label = document.createElement("span");
  label.textContent = [
    given.words.arc.replace("{from}", arc.from).replace("{to}", arc.to),
    given.words.arc_origins.replace("{n}", arc.origins).replace("{documents}", arc.documents),
    arc.hearsay ? given.words.arc_hearsay : "",
  ].filter(Boolean).join(" · ");
  L.polygon(rings.map((ring) => [ring]), { className: arc.hearsay ? "arc dotted" : "arc", pane: "arcs", smoothFactor: 0 })
    .bindTooltip(label, { sticky: true })
    .on("click", () => location.assign(`/claims/${arc.claim}`))
    .addTo(flows);
  for (const [at, name] of [[arc.start, arc.from], [arc.end, arc.to]]) {
    const text = document.createElement("span");
    text.textContent = name;
    L.circleMarker(at, { radius: 3, className: "end", interactive: false, pane: "arcs" })
      .bindTooltip(text, { direction: "top", permanent: map.getZoom() >= 6, offset: [0, -3], className: "end-name" })
      .addTo(flows);
  }
}
