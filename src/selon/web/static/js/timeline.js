// The timeline under the hand: drag to keep a stretch of time, point to see what a tick stands for.

const DAY = 86400000;

function day(text) {
  return Date.parse(`${text}T00:00:00Z`);
}

function iso(time) {
  return new Date(time).toISOString().slice(0, 10);
}

/** Leave out the names of days that would stand on the one before; the last keeps inside. */
function thin(figure) {
  const edge = figure.querySelector(".timeline-axis").getBoundingClientRect().right;
  let taken = -Infinity;
  for (const name of figure.querySelectorAll(".timeline-axis span")) {
    name.hidden = false;
    if (name.getBoundingClientRect().right > edge) {
      name.style.left = "100%";
      name.classList.add("last");
    }
    const { left, right } = name.getBoundingClientRect();
    name.hidden = left < taken + 6 && right > left;
    if (!name.hidden) taken = right;
  }
}

/** Put names under their marks and listen to one timeline; `keep(since, until)` is called with a stretch of days. */
export function wake(figure, { keep, nearest }) {
  const plot = figure.querySelector(".timeline-plot");
  const brush = figure.querySelector(".timeline-brush");
  for (const name of figure.querySelectorAll(".timeline-axis span")) {
    name.style.left = `${name.dataset.at}%`;
    name.classList.toggle("first", name.dataset.at < 3);
    name.classList.toggle("last", name.dataset.at > 97);
  }
  new ResizeObserver(() => thin(figure)).observe(plot);
  const first = day(figure.dataset.start);
  const last = day(figure.dataset.end);
  const share = (event) => {
    const box = plot.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  let from = null;
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = share(event);
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener("pointermove", (event) => {
    const now = share(event);
    if (from === null) return tell(now, event);
    const [left, right] = [Math.min(from, now), Math.max(from, now)];
    brush.hidden = right - left < 0.005;
    brush.style.left = `${left * 100}%`;
    brush.style.width = `${(right - left) * 100}%`;
  });
  plot.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [left, right] = [Math.min(from, share(event)), Math.max(from, share(event))];
    from = null;
    if (right - left < 0.005) {
      brush.hidden = true;
      return;
    }
    keep(iso(first + left * (last - first)), iso(first + right * (last - first)));
  });
  plot.addEventListener("pointercancel", () => {
    from = null;
    brush.hidden = true;
  });
  plot.addEventListener("pointerleave", () => plot.querySelector(".timeline-tip")?.remove());

  function tell(now, event) {
    const box = plot.getBoundingClientRect();
    const lane = Math.floor((event.clientY - box.top) / 18);
    const found = lane < 7 ? nearest(lane, iso(first + now * (last - first)), ((last - first) / DAY) * (6 / box.width)) : "";
    let tip = plot.querySelector(".timeline-tip");
    if (!found) return tip?.remove();
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "timeline-tip";
      plot.append(tip);
    }
    tip.textContent = found;
    tip.style.left = `${Math.min(80, Math.max(20, now * 100))}%`;
  }
}
