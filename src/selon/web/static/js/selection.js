// Selections in a document's text and offsets in it: offsets count code points, as the record does.

// The pieces of the text in order: text nodes, and signs that are named instead of shown.
function* pieces(root) {
  for (const segment of root.querySelectorAll(".text .s, .blank .s")) {
    let at = Number(segment.dataset.start);
    const walker = document.createTreeWalker(segment, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const sign = node.nodeType === Node.ELEMENT_NODE && node.classList.contains("sign");
      if (node.nodeType !== Node.TEXT_NODE && !sign) continue;
      const length = sign ? Number(node.dataset.length) : [...node.data].length;
      yield { node, at, length, sign };
      at += length;
    }
  }
}

function boundary(piece, at) {
  if (piece.sign) return [piece.node.parentNode, [...piece.node.parentNode.childNodes].indexOf(piece.node)];
  return [piece.node, [...piece.node.data].slice(0, at - piece.at).join("").length];
}

export function selectSpan(root, start, end) {
  const range = document.createRange();
  let begun = false;
  for (const piece of pieces(root)) {
    if (!begun && start < piece.at + piece.length) {
      range.setStart(...boundary(piece, Math.max(start, piece.at)));
      begun = true;
    }
    if (begun && end <= piece.at + piece.length) {
      range.setEnd(...boundary(piece, end));
      break;
    }
  }
  const selection = getSelection();
  selection.removeAllRanges();
  if (begun) selection.addRange(range);
}

// What is selected in the text, without white space at its ends; null where nothing is.
export function readSelection(root) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const signs = [];
  let start = null;
  for (const piece of pieces(root)) {
    if (!range.intersectsNode(piece.node)) continue;
    let [first, last] = [0, piece.length];
    if (piece.node === range.startContainer) first = [...piece.node.data.slice(0, range.startOffset)].length;
    if (piece.node === range.endContainer) last = [...piece.node.data.slice(0, range.endOffset)].length;
    if (last <= first) continue;
    start ??= piece.at + first;
    signs.push(...(piece.sign ? Array(piece.length).fill("\u00a4") : [...piece.node.data].slice(first, last)));
  }
  if (start === null) return null;
  const lead = signs.findIndex((sign) => sign.trim());
  if (lead < 0) return null;
  const length = signs.length - [...signs].reverse().findIndex((sign) => sign.trim());
  return { start: start + lead, end: start + length };
}

export function wordsOf(root, start, end) {
  let words = "";
  for (const piece of pieces(root)) {
    if (piece.sign || piece.at >= end || piece.at + piece.length <= start) continue;
    words += [...piece.node.data].slice(Math.max(0, start - piece.at), end - piece.at).join("");
  }
  return words;
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:[-.][\p{L}\p{N}]+)*/gu;

// Walks over the words of a text: a selection that keys move and stretch. Offsets count code points.
export class Walker {
  constructor(root, start, end) {
    this.root = root;
    this.words = [];
    this.low = Infinity;
    this.high = 0;
    let run = "";
    let from = 0;
    const close = () => {
      for (const found of run.matchAll(WORD)) {
        const at = from + [...run.slice(0, found.index)].length;
        this.words.push([at, at + [...found[0]].length]);
      }
      run = "";
    };
    for (const piece of pieces(root)) {
      if (piece.sign || piece.at !== from + [...run].length) close();
      if (!run) from = piece.at;
      if (!piece.sign) run += piece.node.data;
      this.low = Math.min(this.low, piece.at);
      this.high = Math.max(this.high, piece.at + piece.length);
    }
    close();
    this.set(start, end);
  }

  set(anchor, focus) {
    const inside = (at) => Math.min(this.high, Math.max(this.low, at));
    [this.anchor, this.focus] = [inside(anchor), inside(focus)];
    selectSpan(this.root, Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus));
  }

  // On to the next word, or back to the one before.
  move(forward) {
    const [start, end] = [Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus)];
    const word = forward ? this.words.find(([at]) => at >= end) : this.words.findLast(([, to]) => to <= start);
    if (word) this.set(...word);
  }

  // Stretch or shrink by a letter, or by a word.
  stretch(forward, byWord) {
    let to = this.focus + (forward ? 1 : -1);
    if (byWord) to = (forward ? this.words.find(([, end]) => end > this.focus)?.[1] : this.words.findLast(([at]) => at < this.focus)?.[0]) ?? to;
    this.set(this.anchor, to);
  }
}
