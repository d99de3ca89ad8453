// The overview: map, timeline and list under one set of filters.

/* global L */

import { makeMap } from "./basemap.js";
import { drawBox } from "./box.js";
import { sayer } from "./bubble.js";
import { fill, follow } from "./filters.js";
import { bunch, disc, drawAreas, layArc } from "./marks.js";
import { wake } from "./timeline.js";

const PARTS = ["chips", "map-table", "timeline", "list", "sentence"];
const language = document.documentElement.lang;
const given = JSON.parse(document.getElementById("map-words")?.textContent ?? "{}");
const { title, bubble } = sayer(given, language);
const state = { points: [], arcs: [], map: null, cluster: null, areas: null, flows: null, names: null, turn: 0 };

const place = document.getElementById("map");
const form = document.getElementById("filters");
const narrow = window.matchMedia("(max-width: 67.99rem)");
if (form && narrow.matches) form.closest("details").open = false;

if (place && form) {
  follow(form, show);
  start();
  wakeTimelines();
}

function start() {
  try {
    state.map = makeMap(place, { language, words: given.words, tiles: given.tiles });
  } catch (error) {
    place.textContent = given.words.failed;
    throw error;
  }
  const { map } = state;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", given.words.map);
  map.createPane("areas").style.zIndex = 420;
  map.createPane("arcs").style.zIndex = 430;
  state.areas = L.layerGroup().addTo(map);
  state.flows = L.layerGroup().addTo(map);
  state.cluster = L.markerClusterGroup({
    iconCreateFunction: (cluster) => bunch(cluster, given.words.incidents), maxClusterRadius: 62, showCoverageOnHover: false, chunkedLoading: true, chunkInterval: 80,
    spiderLegPolylineOptions: { className: "border" }, animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
  }).addTo(map);
  state.cluster.on("click keypress", tell);
  map.on("moveend", () => drawAreas(map, state.areas, state.points));
  map.on("zoomend", drawArcs);
  tools();
  loadPoints(new URL(location.href), { fit: true });
}

async function show(url) {
  const turn = ++state.turn;
  const desk = document.querySelector(".desk");
  desk.setAttribute("aria-busy", "true");
  fill(form, url.searchParams);
  loadPoints(url, { fit: !url.searchParams.has("box") && !url.searchParams.has("cursor") });
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== state.turn) return;
    if (!page.getElementById("list")) return location.reload();
    const open = [...document.querySelectorAll("#desk details")].map((fold) => fold.open);
    for (const id of PARTS) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    document.querySelectorAll("#desk details").forEach((fold, at) => (fold.open = open[at] ?? false));
    wakeTimelines();
  } finally {
    if (turn === state.turn) desk.removeAttribute("aria-busy");
  }
}

async function loadPoints(url, { fit }) {
  const turn = state.turn;
  const query = new URLSearchParams(url.search);
  query.delete("cursor");
  const asked = (path) => fetch(`${path}?${query}`).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
  state.names ??= fetch(place.dataset.names).then((answer) => (answer.ok ? answer.json() : {}));
  const [found, names] = await Promise.all([asked(place.dataset.points), state.names]);
  if (turn !== state.turn) return;
  found.places = found.places.map((name) => names[name] ?? name);
  state.points = unpack(found);
  const markers = state.points.filter((point) => point.lat !== null).map(marker);
  state.cluster.clearLayers();
  state.cluster.addLayers(markers);
  if (fit) fitTo(state.points);
  drawAreas(state.map, state.areas, state.points);
  state.arcs = (await asked(place.dataset.arcs)).arcs;
  if (turn === state.turn) drawArcs();
}

function unpack({ count, types, families, places, columns, lines }) {
  return Array.from({ length: count }, (_, at) => {
    const point = {};
    for (const name in columns) point[name] = columns[name][at];
    point.family = families[point.type];
    point.type = types[point.type];
    point.place = places[point.place];
    if (lines[at]) point.line = [lines[at].slice(0, 2), lines[at].slice(2)];
    return point;
  });
}

let Spot = null;

/** Return the mark of an incident; what it says is written when it comes into sight. */
function marker(point) {
  Spot ??= L.Marker.extend({
    _initIcon() {
      this.options.title ||= title(this.options.point);
      this.options.alt = this.options.title;
      L.Marker.prototype._initIcon.call(this);
    },
  });
  return new Spot([point.lat, point.lon], { icon: disc(point), family: point.family, point, riseOnHover: true });
}

function tell(event) {
  if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
  const { point } = event.propagatedFrom?.options ?? event.layer.options;
  L.popup({ minWidth: 180, offset: [0, -6] }).setLatLng([point.lat, point.lon]).setContent(bubble(point)).openOn(state.map);
}

function fitTo(points) {
  const placed = points.filter((point) => point.lat !== null && point.precision < 6);
  if (!placed.length) return state.map.setView([25, 20], 2);
  const sorted = (axis) => placed.map((point) => point[axis]).sort((a, b) => a - b);
  const [lats, lons] = [sorted("lat"), sorted("lon")];
  const cut = placed.length > 10 ? 0.06 : 0;
  const at = (all, share) => all[Math.min(all.length - 1, Math.round((all.length - 1) * share))];
  state.map.fitBounds([[at(lats, cut), at(lons, cut)], [at(lats, 1 - cut), at(lons, 1 - cut)]], { maxZoom: 7, padding: [24, 24], animate: false });
}

function drawArcs() {
  state.flows.clearLayers();
  if (!document.getElementById("map-arcs").checked) return;
  for (const arc of state.arcs) layArc(state.map, state.flows, arc, given.words);
}

function tools() {
  const { map } = state;
  document.getElementById("map-tools").hidden = false;
  document.getElementById("map-arcs").addEventListener("change", drawArcs);
  const set = (bounds) => {
    const edges = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const kept = [Math.max(-180, edges[0]), Math.max(-90, edges[1]), Math.min(180, edges[2]), Math.min(90, edges[3])];
    form.elements.box.value = kept.map((edge) => edge.toFixed(3)).join(",");
    form.requestSubmit();
  };
  document.getElementById("map-view").addEventListener("click", () => set(map.getBounds()));
  drawBox(map, place, document.getElementById("map-box"), (bounds) => {
    map.fitBounds(bounds, { padding: [12, 12] });
    set(bounds);
  });
}

function wakeTimelines() {
  for (const figure of document.querySelectorAll(".timeline")) {
    wake(figure, {
      keep(since, until) {
        form.elements.since.value = since;
        form.elements.until.value = until;
        form.requestSubmit();
      },
      nearest(lane, day, reach) {
        const time = Date.parse(day);
        const key = figure.dataset.timeline === "published" ? "published" : "start";
        let best = null;
        let closest = reach * 86400000 + 1;
        for (const point of state.points) {
          if (point.family !== lane || !point[key]) continue;
          const apart = Math.abs(Date.parse(point[key]) - time);
          if (apart < closest) [best, closest] = [point, apart];
        }
        return best ? title(best) : "";
      },
    });
  }
}
