// The margin of a text: rails run along the lines of their claims, chains stand beside the words that name them.

// The text node and offset at which a character of the document stands; data-start counts code points.
function find(row, at) {
  for (const segment of row.querySelectorAll(".text .s")) {
    const start = Number(segment.dataset.start);
    const reader = document.createTreeWalker(segment, NodeFilter.SHOW_TEXT);
    let seen = start;
    for (let node = reader.nextNode(); node; node = reader.nextNode()) {
      const signs = [...node.data];
      if (at < seen + signs.length) return { node, offset: signs.slice(0, Math.max(0, at - seen)).join("").length };
      seen += signs.length;
    }
  }
  return null;
}

function box(row, at) {
  const found = find(row, at);
  if (!found) return null;
  const range = document.createRange();
  range.setStart(found.node, found.offset);
  range.setEnd(found.node, Math.min(found.offset + 1, found.node.length));
  return range.getClientRects()[0] ?? null;
}

export function placeRails(sheet) {
  for (const row of sheet.querySelectorAll(".row")) {
    const margin = row.querySelector(".rails");
    const frame = margin.getBoundingClientRect();
    const text = row.querySelector(".text");
    if (!margin.children.length || !frame.height) continue;
    const bounds = text.getBoundingClientRect();
    const first = Number(text.querySelector(".s").dataset.start);
    for (const rail of margin.children) {
      const top = Number(rail.dataset.from) <= first ? bounds : box(row, Number(rail.dataset.from));
      const last = box(row, Number(rail.dataset.to) - 1) ?? { bottom: bounds.bottom };
      if (!top) continue;
      rail.style.top = `${top.top - frame.top + 3}px`;
      rail.style.bottom = `${Math.max(0, frame.bottom - last.bottom + 3)}px`;
    }
  }
}

export function placeChains(sheet) {
  for (const row of sheet.querySelectorAll(".row")) {
    const margin = row.querySelector(".chains");
    const beside = getComputedStyle(margin).position === "relative";
    let free = 0;
    let missing = 0;
    for (const chain of margin.children) {
      chain.style.marginTop = "";
      if (!beside) continue;
      const place = box(row, Number(chain.dataset.at));
      const frame = margin.getBoundingClientRect();
      if (!place || !frame.height) continue;
      missing = Math.max(0, place.top - frame.top - free);
      chain.style.marginTop = `${missing}px`;
      free += missing + chain.getBoundingClientRect().height + 3;
    }
  }
}
