// What a mark of the map says of its incident: one line where it is pointed at, a bubble where it is opened.

/** Return the functions that say an incident in the words given: its title, and its bubble. */
export function sayer(given, language) {
  function title(point) {
    return `${given.types[point.type]}, ${point.place || given.words.no_place}, ${say(point.start)}`;
  }

  function say(iso) {
    if (!iso) return "?";
    const [year, month, day] = iso.split("-").map(Number);
    return `${day} ${given.months[month - 1]} ${year}`;
  }

  function count(name, number) {
    const one = language === "fr" ? number < 2 : number === 1;
    return given.counts[name][one ? 0 : 1].replace("{n}", number);
  }

  function range(point) {
    const [low, high] = [point.low, point.high];
    if (low === null && high === null) return "";
    if (high === null) return `≥ ${low} ${given.words.killed}`;
    return `${low === high || low === null ? high : `${low}–${high}`} ${given.words.killed}`;
  }

  function bubble(point) {
    const { words } = given;
    const box = document.createElement("div");
    const add = (tag, text, name = "") => {
      if (!text) return null;
      const made = document.createElement(tag);
      made.textContent = text;
      if (name) made.className = name;
      box.append(made);
      return made;
    };
    add("h3", `${given.types[point.type]}, ${point.place || words.no_place}`);
    add("p", [point.start === point.end || !point.end ? say(point.start) : `${say(point.start)} – ${say(point.end)}`, range(point)].filter(Boolean).join(" · "));
    const origins = [point.independent ? count("independent", point.independent) : "", point.unknown ? count("unknown", point.unknown) : ""];
    add("p", `${origins.filter(Boolean).join(", ")} · ${count("reports", point.documents)}`);
    if (point.disputed) add("p", words.denied, "grade denied");
    const link = document.createElement("a");
    const query = new URLSearchParams(location.search);
    query.delete("cursor");
    link.href = `/incidents/${point.id}${query.size ? `?${query}` : ""}`;
    link.textContent = words.open;
    box.append(link);
    return box;
  }

  return { title, bubble };
}
