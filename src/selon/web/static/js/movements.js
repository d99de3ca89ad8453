// The map of movements: arcs as wide as their origins, dotted where they are hearsay. The list below says the same.

/* global L */

import { makeMap } from "./basemap.js";
import { layArc } from "./marks.js";

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
  if (!layArc(map, flows, arc, given.words, arc.hearsay ? "arc dotted" : "arc")) return;
  for (const [at, name] of [[arc.start, arc.from], [arc.end, arc.to]]) {
    const text = document.createElement("span");
    text.textContent = name;
    L.circleMarker(at, { radius: 3, className: "end", interactive: false, pane: "arcs" })
      .bindTooltip(text, { direction: "top", permanent: map.getZoom() >= 6, offset: [0, -3], className: "end-name" })
      .addTo(flows);
  }
}
