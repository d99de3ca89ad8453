"""Names in the words of a source: the person or body named there, and the key that its spellings share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from selon.codebook.actors import State, load_actors, names_of
from selon.codebook.outlets import find_outlet, fold_name
from selon.mentions.names import NameTree, fold, fold_sound, gap_joins, split_pieces
from selon.origins.words import first_of_use, singular

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selon.codebook.outlets import Outlet
    from selon.mentions.names import Piece

_LINKS = frozenset(
    {"de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "en", "et", "pour", "sur", "chez"}
)
_INSIDE = _LINKS - {"a", "au", "aux", "en", "et", "sur", "chez"}  # words that a name may hold: "Médecins du monde"
_TITLES = frozenset({"m", "mme", "mlle", "dr", "me", "mgr", "sir", "lord", "cheikh", "ayatollah", "imam", "hadj"})
_PARTICLES = frozenset(
    {"al", "el", "ez", "es", "ad", "ar", "ben", "bin", "ibn", "abou", "abu", "oum", "van", "von", "der"}
)
_PLACE_LINKS = frozenset({"de", "du", "des", "d", "a", "au", "aux", "en", "sur", "pres", "dans"})
_LEADS = re.compile(
    r"(?:\s+[\w-]+)?\s+(?:de\s+la|de\s+l['’]|du|des|de|d['’])\s*"
    r"(?:(?:association|organisation|groupe|collectif|réseau)\s+)?[«\s]*"
)
_NO_BODY = frozenset({"etat", "republique", "gouvernement"})  # "secrétaire d'État" leads none
_LONGEST = 12  # words of a name
_SHORT = 3  # letters up to which a word of capitals is an acronym


@lru_cache(maxsize=20_000)
def name_key(words: str) -> str:
    """Return the key that spellings of one name share: without articles, links and titles, transliterations made one.

    >>> name_key("l’Observatoire de la Djézireh") == name_key("Observatoire de Djezireh")
    True
    """
    keys = [piece.key for piece in split_pieces(words)]
    return " ".join(fold_sound(key) for key in keys if key not in _LINKS and key not in _TITLES)


@lru_cache(maxsize=20_000)
def find_name(words: str) -> str:
    """Return the longest run of the words that is written as a name, or "".

    A name after "de" or "à" alone is where or whose the source is: "un habitant d'Hajine" is not called Hajine.

    >>> find_name("Vasip Sahin, gouverneur de la ville"), find_name("un médecin de l'hôpital de Kutum")
    ('Vasip Sahin', '')
    >>> find_name("l'Institut malien de veille")
    'Institut malien de veille'
    """
    runs = [run for run in _runs(words) if not run.after_link]
    best = max(runs, key=lambda run: (len(run.words), -run.start), default=None)
    return best.words if best else ""


@lru_cache(maxsize=20_000)
def find_person(words: str) -> str:
    """Return the person whom the words name, or "": at least two names, or one after a title or behind a noun.

    >>> find_person("le docteur Ahmed al-Saleh, chirurgien"), find_person("une infirmière de Gao")
    ('Ahmed al-Saleh', '')
    """
    runs = [run.words for run in _runs(words) if not run.after_link]
    return max((run for run in runs if _is_person(run)), key=len, default="")


@lru_cache(maxsize=20_000)
def find_body(words: str) -> str:
    """Return the body for which someone speaks, as it is named behind "directeur de", or "".

    >>> find_body("le directeur de l'Observatoire, Salem al-Abdallah"), find_body("la maire de Gao")
    ('Observatoire', '')
    """
    speaker = first_of_use(words, "speaker")
    if not speaker:
        return ""
    at = next(piece.end for piece in split_pieces(words) if singular(piece.key) == speaker.split()[0])
    linked = (run for run in _runs(words) if run.start > at and fold(run.words.split()[0]) not in _NO_BODY)
    return next((run.words for run in linked if _LEADS.fullmatch(words[at : run.start])), "")


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of words written as a name, where it starts, and whether a preposition stands before it."""

    words: str
    start: int
    after_link: bool


def _runs(words: str) -> list[_Run]:
    """Return the runs of capitalised words, with the small words inside them."""
    pieces = split_pieces(words)
    found, at = [], 0
    while at < len(pieces):
        if not _is_capital(pieces[at], at):
            at += 1
            continue
        end = _end_of_run(words, pieces, at)
        before = pieces[at - 1].key if at else ""
        skip = at - 2 if before in {"la", "l", "le"} and at > 1 else at - 1
        linked = skip >= 0 and pieces[skip].key in _PLACE_LINKS and _joined(words, pieces[skip], pieces[at])
        found.append(_Run(words[pieces[at].start : pieces[end].end], pieces[at].start, linked))
        at = end + 1
    return found


def _is_capital(piece: Piece, at: int) -> bool:
    """Return whether a word is written as a name: a capital that is no article's or title's."""
    return piece.raw[0].isupper() and not (piece.key in _LINKS | _TITLES or (at == 0 and piece.key in _OPENERS))


_OPENERS = frozenset(
    "un une on plusieurs certains certaines quelques deux trois ce cet cette ces son sa ses leur notre nos".split()
)


def _end_of_run(words: str, pieces: Sequence[Piece], at: int) -> int:
    """Return the last word of the run that begins at a word: a body's name goes on through adjectives and "de"."""
    end, look = at, at + 1
    body = len(pieces[at].raw) > _SHORT and not _looks_personal(pieces, at)
    while look < len(pieces) and look - end <= _SHORT and _joined(words, pieces[look - 1], pieces[look]):
        piece = pieces[look]
        if piece.key in _LINKS - _INSIDE:
            break
        goes_on = body and piece.key not in _INSIDE and look - at <= _SHORT + 1
        if goes_on or (piece.raw[0].isupper() and piece.key not in _LINKS):
            end = look
        elif piece.key not in _PARTICLES | _INSIDE:
            break
        look += 1
    return end


def _looks_personal(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether two capitalised words follow each other, or a particle joins them, as in the name of a person."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return after is not None and (after.raw[0].isupper() or after.key in _PARTICLES)


def _joined(words: str, left: Piece, right: Piece) -> bool:
    """Return whether nothing but spaces, hyphens and apostrophes stands between two words."""
    return re.fullmatch(r"[\s'’ʼ‘\-‐‑.]*", words[left.end : right.start]) is not None


def _is_person(run: str) -> bool:
    """Return whether a name looks like a person's: two capitalised words at least, no body's small words."""
    pieces = split_pieces(run)
    return len(pieces) > 1 and all(piece.raw[0].isupper() or piece.key in _PARTICLES for piece in pieces)


def acronym_of(words: str) -> str:
    """Return the initials of a name, as an acronym of it would be written, folded.

    >>> acronym_of("Observatoire syrien des droits de l'homme")
    'osdh'
    """
    return "".join(piece.key[0] for piece in split_pieces(words) if piece.key not in _LINKS)


@cache
def actor_tree() -> NameTree[str]:
    """Return the tree of the names of actors in the codebook, each with its id."""
    tree: NameTree[str] = NameTree()
    book = load_actors()
    for entry in book.entries():
        adjectives = entry.adjectives if isinstance(entry, State) else ()
        for name in (*names_of(entry), *adjectives):
            tree.add([piece.key for piece in split_pieces(name)], entry.id)
    return tree


def outlet_tree(outlets: Iterable[Outlet]) -> NameTree[Outlet]:
    """Return the tree of the names of outlets."""
    tree: NameTree[Outlet] = NameTree()
    for outlet in outlets:
        for name in outlet.names:
            tree.add(fold_name(name).split(), outlet)
    return tree


def find_outlets(words: str, tree: NameTree[Outlet], pieces: Sequence[Piece] | None = None) -> list[tuple[int, Outlet]]:
    """Return the outlets that the words name, each with where its name starts, in text order.

    `pieces` are the words already cut, where they are.
    """
    pieces = split_pieces(words) if pieces is None else pieces
    found, at = [], 0
    keys = [piece.key for piece in pieces]
    joined = _joints(words, pieces, [at for at, key in enumerate(keys) if key in tree.children])
    while at < len(pieces):
        if keys[at] not in tree.children:
            at += 1
            continue
        fit = next(
            ((end, named) for end, named in tree.matches(keys, joined, at) if _written(words, pieces, at, end, named)),
            None,
        )
        if fit is not None:
            found.append((pieces[at].start, fit[1][0]))
        at = fit[0] if fit else at + 1
    return found


def _joints(words: str, pieces: Sequence[Piece], starts: Iterable[int]) -> list[bool]:
    """Return which words may belong to one name with the word before, looked at only behind the starts of names."""
    joined = [False] * len(pieces)
    for start in starts:
        at = start + 1
        while (
            at < len(pieces)
            and not joined[at]
            and gap_joins(words, pieces[at - 1], pieces[at])
            and at - start <= _LONGEST
        ):
            joined[at] = True
            at += 1
    return joined


def _written(words: str, pieces: Sequence[Piece], at: int, end: int, named: Sequence[Outlet]) -> bool:
    """Return whether the words have the capitals of the outlet's name ("Le Point", not "le point")."""
    quote = words[pieces[at].start : pieces[end - 1].end]
    listed = find_outlet(quote)
    return listed in named if listed else any(piece.raw[0].isupper() for piece in pieces[at:end])


@lru_cache(maxsize=20_000)
def find_actor(words: str) -> str:
    """Return the id of the first actor that the words name by a capitalised name or an adjective, or "".

    >>> find_actor("le porte-parole du ministère russe de la Défense"), find_actor("un voisin")
    ('russia', '')
    """
    pieces = split_pieces(words)
    keys = [piece.key for piece in pieces]
    joined = _joints(words, pieces, range(len(pieces)))
    for at in range(len(pieces)):
        for form in _forms(keys[at]):
            row = [*keys[:at], form, *keys[at + 1 :]]
            for _, ids in actor_tree().matches(row, joined, at):
                if pieces[at].raw[0].isupper() or _is_adjective(form):
                    return ids[0]
    return ""


def _forms(key: str) -> tuple[str, ...]:
    """Return a word as it stands, and without the marks of plural and feminine."""
    plain = key.removesuffix("s")
    bare = plain.removesuffix("e")
    doubled = bare[:-1] if bare.endswith("nn") else bare  # "syrienne", "malienne"
    return tuple(dict.fromkeys((key, plain, bare, doubled)))


@cache
def _adjectives() -> frozenset[str]:
    """Return the folded adjectives of the states."""
    states = load_actors().states
    return frozenset(piece.key for state in states for word in state.adjectives for piece in split_pieces(word)[:1])


def _is_adjective(key: str) -> bool:
    """Return whether a folded word is the adjective of a state."""
    return key in _adjectives()
