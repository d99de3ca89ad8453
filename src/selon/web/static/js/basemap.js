// The map under the map: countries first, borders, rivers, then the provinces of what is in sight.

/* global L */

const FOLDER = "/static/basemap/";
const NAMES_AT = { rank: [[2, 2], [3, 2.5], [4, 3.5], [5, 4], [6, 5], [9, 6]], province: 6 };
const kept = new Map();

/** Return a JSON file, asked for once. */
export function load(path) {
  if (!kept.has(path)) {
    kept.set(path, fetch(FOLDER + path, { credentials: "same-origin" }).then((answer) => {
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer.json();
    }));
  }
  return kept.get(path);
}

/** Return the arcs of a topology as lists of [lat, lon]. */
function decode(topology) {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
    });
  });
}

function line(arcs, wanted) {
  const points = [];
  for (const at of wanted) {
    const arc = at < 0 ? arcs[~at].slice().reverse() : arcs[at];
    points.push(...(points.length ? arc.slice(1) : arc));
  }
  return points;
}

/** Return the shapes of a topology: what they are called, and their rings or lines. */
export function shapes(topology) {
  const arcs = decode(topology);
  return topology.objects.shapes.geometries.map((shape) => {
    const { type } = shape;
    let rings = [];
    if (type === "Polygon") rings = [shape.arcs.map((ring) => line(arcs, ring))];
    if (type === "MultiPolygon") rings = shape.arcs.map((part) => part.map((ring) => line(arcs, ring)));
    if (type === "LineString") rings = [line(arcs, shape.arcs)];
    if (type === "MultiLineString") rings = shape.arcs.map((part) => line(arcs, part));
    return { ...shape.properties, type, rings };
  });
}

/** Return the lines of a topology that bound one shape (outer) or two (inner), each once. */
function mesh(topology, inner) {
  const uses = new Map();
  const count = (arcs) => arcs.forEach((at) => (Array.isArray(at) ? count(at) : uses.set(at < 0 ? ~at : at, (uses.get(at < 0 ? ~at : at) ?? 0) + 1)));
  topology.objects.shapes.geometries.forEach((shape) => count(shape.arcs));
  const arcs = decode(topology);
  return arcs.filter((_, at) => (uses.get(at) ?? 0) > 1 === inner);
}

function pane(map, name, order) {
  const made = map.createPane(name);
  made.style.zIndex = order;
  made.style.pointerEvents = "none";
  return L.svg({ pane: name, padding: 0.4 });
}

const written = new WeakMap();

/** Write names where they stand on no other, those of countries before those of provinces. */
function names(map, layer, found, kind, language) {
  const taken = kind === "country" ? [] : [...(written.get(map) ?? [])];
  if (kind === "country") written.set(map, taken);
  const width = kind === "country" ? 8.2 : 6.6;
  for (const one of found) {
    const text = one[language] ?? one.fr;
    const at = map.latLngToLayerPoint(one.at);
    const half = (text.length * width) / 2;
    const box = [at.x - half, at.y - 8, at.x + half, at.y + 8];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    const label = document.createElement("span");
    label.className = `map-name ${kind}`;
    label.textContent = text;
    const icon = L.divIcon({ className: "", html: label, iconSize: [0, 0] });
    const marker = L.marker(one.at, { icon, interactive: false, keyboard: false, pane: "names" });
    marker.on("add", () => marker.getElement().setAttribute("aria-hidden", "true"));
    layer.addLayer(marker);
  }
}

/** Make a map with the basemap on an element; `options` are Leaflet's. */
export function makeMap(element, { language = "fr", words = {}, tiles = "", ...options } = {}) {
  element.replaceChildren();
  const map = L.map(element, {
    attributionControl: false, zoomControl: false, minZoom: 1, maxZoom: 11, zoomSnap: 0.5, worldCopyJump: true,
    maxBounds: [[-75, -240], [86, 240]], center: [25, 20], zoom: 2, ...options,
  });
  if (options.zoomControl !== false) L.control.zoom({ zoomInTitle: words.zoom_in ?? "+", zoomOutTitle: words.zoom_out ?? "−" }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  if (tiles) L.tileLayer(tiles, { maxZoom: 18 }).addTo(map);
  else drawLand(map, language).catch((error) => element.dispatchEvent(new CustomEvent("basemap-failed", { detail: error })));
  return map;
}

async function drawLand(map, language) {
  const land = pane(map, "land", 201);
  const provinces = pane(map, "provinces", 202);
  const waters = pane(map, "waters", 203);
  const lines = pane(map, "borders", 204);
  pane(map, "names", 450);
  const topology = await load("countries.json");
  const countries = shapes(topology);
  const plain = { interactive: false, smoothFactor: 1 };
  L.polygon(countries.flatMap((one) => one.rings), { ...plain, className: "land", renderer: land }).addTo(map);
  L.polyline(mesh(topology, false), { ...plain, className: "coast", renderer: lines }).addTo(map);
  const borders = shapes(await load("borders.json"));
  for (const unsettled of [0, 1]) {
    const found = borders.filter((one) => one.unsettled === unsettled).flatMap((one) => one.rings);
    L.polyline(found, { ...plain, className: unsettled ? "border unsettled" : "border", renderer: lines }).addTo(map);
  }
  nameCountries(map, countries, language);
  const further = { rivers: null, parts: new Map() };
  const look = () => drawFurther(map, { ...plain, provinces, waters }, further, language);
  map.on("moveend zoomend", look);
  look();
}

function nameCountries(map, countries, language) {
  const layer = L.layerGroup().addTo(map);
  const show = () => {
    const zoom = map.getZoom();
    const rank = Math.max(0, ...NAMES_AT.rank.filter(([, from]) => zoom >= from).map(([up]) => up));
    const inside = map.getBounds().pad(0.1);
    layer.clearLayers();
    if (zoom < 3) return;
    const shown = countries.filter((one) => one.rank <= rank && inside.contains(one.at));
    names(map, layer, shown.sort((a, b) => a.rank - b.rank), "country", language);
  };
  map.on("moveend", show);
  show();
}

async function drawFurther(map, look, further, language) {
  const zoom = map.getZoom();
  if (zoom >= 4 && !further.rivers) {
    further.rivers = L.polyline([], { ...look, className: "river", renderer: look.waters }).addTo(map);
    load("rivers.json").then((found) => further.rivers.setLatLngs(shapes(found).flatMap((one) => one.rings)));
  }
  const visible = zoom >= 5;
  const parts = visible ? await partsInSight(map) : [];
  for (const [name, part] of further.parts) if (!parts.includes(name)) part.remove();
  for (const name of parts) {
    if (!further.parts.has(name)) {
      further.parts.set(name, L.layerGroup());
      load(`provinces/${name}.json`).then((found) => drawPart(further.parts.get(name), found, look));
    }
    further.parts.get(name).addTo(map);
  }
  further.names ??= L.layerGroup().addTo(map);
  further.names.clearLayers();
  if (zoom < NAMES_AT.province) return;
  const inside = map.getBounds();
  for (const name of parts) {
    const found = await provincesOf(name);
    names(map, further.names, found.filter((one) => inside.contains(one.at)).slice(0, 80), "province", language);
  }
}

function drawPart(layer, topology, look) {
  L.polyline(mesh(topology, true), { ...look, className: "province-border", renderer: look.provinces }).addTo(layer);
}

async function partsInSight(map) {
  const index = await load("provinces.json");
  const view = map.getBounds();
  const meets = ([west, south, east, north]) => view.intersects([[south, west], [north, east]]);
  return index.filter((part) => part.boxes.some((box) => box[2] - box[0] < 180 && meets(box))).map((part) => part.name);
}

const drawn = new Map();
async function provincesOf(name) {
  if (!drawn.has(name)) drawn.set(name, load(`provinces/${name}.json`).then(shapes));
  return drawn.get(name);
}

/** Return the province that holds a point, among those that lie in sight; null where none does. */
export async function provinceAt(map, point) {
  for (const name of await partsInSight(map)) {
    for (const one of await provincesOf(name)) if (one.rings.some(([outer]) => holds(outer, point))) return one;
  }
  return null;
}

function holds(ring, [lat, lon]) {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [y1, x1] = ring[at];
    const [y2, x2] = ring[before];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
