// What stands on a map: discs, bunches, washes, circles, lines and arcs.

/* global L */

import { provinceAt } from "./basemap.js";

export const FAMILIES = ["violence", "territory", "movement", "support", "custody", "politics", "protest"];
export const PRECISIONS = ["site", "locality", "near", "line", "province", "region", "country", ""];
const SVG = "http://www.w3.org/2000/svg";
const WIDE = new Set([4, 5, 6]);

/** Return an SVG element with attributes. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Return the radius of a disc: its area is the middle of the toll. */
export function radius(point) {
  if (point.low === null && point.high === null) return 4.5;
  const middle = ((point.low ?? point.high) + (point.high ?? point.low)) / 2;
  return Math.min(34, Math.max(5, 2.2 * Math.sqrt(middle)));
}

let Disc = null;

/** Return the disc of an incident as an icon; it is drawn when it comes into sight. */
export function disc(point) {
  Disc ??= L.DivIcon.extend({
    createIcon(old) {
      this.options.html ||= picture(this.options.point);
      return L.DivIcon.prototype.createIcon.call(this, old);
    },
  });
  const side = 2 * Math.max(12, radius(point) + 2);
  return new Disc({ className: "point", html: "", point, iconSize: [side, side] });
}

function picture(point) {
  const size = radius(point);
  const ring = point.disputed ? "broken" : point.independent > 1 ? "solid" : "thin";
  const untold = point.low === null && point.high === null ? " untold" : "";
  const vague = WIDE.has(point.precision) ? " vague" : "";
  const half = Math.max(12, size + 2);
  const circle = svg("circle", { class: `disc ${ring}${untold}${vague} family-${FAMILIES[point.family]}`, r: size });
  return svg("svg", { width: 2 * half, height: 2 * half, viewBox: `${-half} ${-half} ${2 * half} ${2 * half}`, "aria-hidden": "true" }, circle);
}

/** Return the icon of a bunch: how many, with the shares of the families around it; `word` says of what. */
export function bunch(cluster, word) {
  const children = cluster.getAllChildMarkers();
  const counts = new Array(FAMILIES.length).fill(0);
  for (const child of children) counts[child.options.family] += 1;
  const size = 15 + Math.min(14, 3.2 * Math.log2(children.length));
  const around = 2 * Math.PI * (size - 2);
  const picture = svg("svg", { width: 2 * size, height: 2 * size, viewBox: `${-size} ${-size} ${2 * size} ${2 * size}`, "aria-hidden": "true" });
  picture.append(svg("circle", { class: "plate", r: size - 0.5 }));
  let from = 0;
  counts.forEach((count, family) => {
    if (!count) return;
    const share = (count / children.length) * around;
    picture.append(svg("circle", {
      class: `share family-${FAMILIES[family]}`, r: size - 2, "stroke-dasharray": `${share} ${around - share}`,
      "stroke-dashoffset": -from, transform: "rotate(-90)",
    }));
    from += share;
  });
  const label = svg("text");
  label.textContent = children.length > 9999 ? `${Math.round(children.length / 1000)}k` : children.length;
  picture.append(label);
  const said = document.createElement("span");
  said.className = "sr";
  said.textContent = `${children.length} ${word}`;
  const whole = document.createElement("div");
  whole.append(picture, said);
  return L.divIcon({ className: "bunch", html: whole, iconSize: [2 * size, 2 * size] });
}

/** Draw how surely the places of these incidents are known, as far as they are in sight. */
export async function drawAreas(map, layer, points) {
  layer.clearLayers();
  if (map.getZoom() < 4.5) return;
  const inside = map.getBounds();
  const soft = points.filter((p) => p.lat !== null && inside.contains([p.lat, p.lon]) && (p.radius > 0 || p.line)).slice(0, 250);
  const drawn = new Set();
  for (const point of soft) {
    const key = `${point.lat} ${point.lon} ${point.precision} ${point.line ?? ""}`;
    if (drawn.has(key)) continue; // one veil a place, however many incidents
    drawn.add(key);
    const family = `family-${FAMILIES[point.family]}`;
    const options = { interactive: false, pane: "areas" };
    if (PRECISIONS[point.precision] === "province") {
      const province = await provinceAt(map, [point.lat, point.lon]);
      if (province) L.polygon(province.rings, { ...options, className: `wash ${family}` }).addTo(layer);
    } else if (point.line) {
      L.polyline(point.line, { ...options, className: `between ${family}` }).addTo(layer);
    } else if (point.radius < 400 && PRECISIONS[point.precision] !== "country") {
      L.circle([point.lat, point.lon], { ...options, radius: point.radius * 1000, className: `soft ${family}${PRECISIONS[point.precision] === "line" ? " along" : ""}` }).addTo(layer);
    }
  }
}

/** Return an arc as a shape that tapers from origin to destination, or as dots that grow where it is only hearsay. */
export function arcShape(map, start, end, width, hearsay) {
  const a = map.latLngToLayerPoint(start);
  const b = map.latLngToLayerPoint(end);
  const length = a.distanceTo(b);
  if (length < 8) return [];
  const lift = Math.min(90, length * 0.22);
  const normal = L.point((b.y - a.y) / length, -(b.x - a.x) / length);
  const middle = L.point((a.x + b.x) / 2, (a.y + b.y) / 2).add(normal.multiplyBy(lift));
  const at = (t) => a.multiplyBy((1 - t) ** 2).add(middle.multiplyBy(2 * t * (1 - t))).add(b.multiplyBy(t * t));
  const back = (point) => map.layerPointToLatLng(point);
  if (hearsay) return dots(at, length, width).map((ring) => ring.map(back));
  const left = [];
  const right = [];
  const steps = 18;
  for (let step = 0; step <= steps; step += 1) {
    const t = step / steps;
    const here = at(t);
    const ahead = at(Math.min(1, t + 0.02)).subtract(at(Math.max(0, t - 0.02)));
    const size = Math.hypot(ahead.x, ahead.y) || 1;
    const half = t > 0.93 ? (width * 1.6 * (1 - t)) / 0.07 / 2 + 0.2 : (0.3 + width * t * 0.5) / 2 + 0.3;
    const side = L.point(-ahead.y / size, ahead.x / size).multiplyBy(half);
    left.push(here.add(side));
    right.unshift(here.subtract(side));
  }
  return [[...left, ...right].map(back)];
}

function dots(at, length, width) {
  const count = Math.max(4, Math.round(length / (width + 5)));
  const rings = [];
  for (let dot = 0; dot <= count; dot += 1) {
    const centre = at(dot / count);
    const size = 0.8 + (width * 0.6 * dot) / count;
    rings.push(Array.from({ length: 10 }, (_, turn) => centre.add(L.point(Math.cos((turn * Math.PI) / 5), Math.sin((turn * Math.PI) / 5)).multiplyBy(size))));
  }
  return rings;
}

/** Lay a movement on a map: an arc that says what it is, and leads to its claim by click or Enter; false if too short. */
export function layArc(map, layer, arc, words, className = "arc") {
  const rings = arcShape(map, arc.start, arc.end, Math.min(14, 3 + 2 * arc.origins), arc.hearsay);
  if (!rings.length) return false;
  const label = document.createElement("span");
  label.textContent = [
    words.arc.replace("{from}", arc.from).replace("{to}", arc.to),
    words.arc_origins.replace("{n}", arc.origins).replace("{documents}", arc.documents),
    arc.hearsay ? words.arc_hearsay : "",
  ].filter(Boolean).join(" · ");
  const open = () => location.assign(`/claims/${arc.claim}`);
  const drawn = L.polygon(rings.map((ring) => [ring]), { className, pane: "arcs", smoothFactor: 0 })
    .bindTooltip(label, { sticky: true })
    .on("click", open)
    .addTo(layer);
  const path = drawn.getElement();
  path?.setAttribute("role", "link");
  path?.setAttribute("tabindex", "0");
  path?.setAttribute("aria-label", label.textContent);
  path?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") open();
  });
  return true;
}
