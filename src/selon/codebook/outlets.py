"""Outlets and agencies: who publishes, where, who owns it, and on which side it stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.letters import unaccented
from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

KINDS = frozenset({"agency", "newspaper", "magazine", "broadcaster", "website", "party", "armed_group", "state"})
_SIDE = re.compile(r"private|independent|unknown|(?:state|public|party|armed|un):[a-z][a-z0-9_]*")
_ARTICLES = frozenset({"le", "la", "les", "l", "the"})
_JOINTS = re.compile(r"[\s'’ʼ‘.\-‐‑–—]+")  # the apostrophes and hyphens that the press uses


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet or agency, as facts with a source.

    `names` holds every French and English form. `side` is the camp: private, independent, unknown, or kind:whose
    ("state:russia", "party:hezbollah", "armed:daech", "public:france" for a public body under its own statute).
    `needs_cue` says that the names are common words ("Le Monde"), `cued_names` that these of them are ("Anatolie"):
    they name the outlet only beside a word of speech or of press.
    """

    id: str
    names: tuple[str, ...]
    country: str
    kind: str
    owner: str
    side: str
    needs_cue: bool = False
    cued_names: tuple[str, ...] = ()
    source: str
    example: str
    reason: str

    def cue_needed(self, words: str) -> bool:
        """Return whether these words name the outlet only beside a word of speech or of press.

        >>> outlet_index()["anatolie"].cue_needed("Anatolie"), outlet_index()["anatolie"].cue_needed("agence Anatolie")
        (True, False)
        """
        return self.needs_cue or _plain(words) in {_plain(name) for name in self.cued_names}


def fold_name(name: str) -> str:
    """Return a name without case, accents, hyphens, apostrophes and dots: the key that spellings share.

    >>> fold_name("L’Orient-Le Jour") == fold_name("L'Orient Le Jour")
    True
    """
    return _plain(name).casefold()


def read_outlets(file: Traversable) -> tuple[Outlet, ...]:
    """Return the outlets of a TOML file.

    Raises CodebookError for disorder, for a name that two outlets share, and for a kind or side that is none.
    """
    outlets = read_entries(file, Outlet, order=lambda outlet: outlet.id)
    _index(outlets, str(file.name))
    for outlet in outlets:
        _check(outlet, str(file.name))
    return outlets


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """Return the outlets that the package carries, in the order of their ids."""
    return read_outlets(codebook_files() / "outlets.toml")


@cache
def outlet_index() -> Mapping[str, Outlet]:
    """Return the outlets that the package carries by each folded name.

    >>> outlet_index()[fold_name("Agence France-Presse")].id
    'afp'
    """
    return MappingProxyType(_index(load_outlets(), "outlets.toml"))


def find_outlet(words: str) -> Outlet | None:
    """Return the outlet that the words name, or None: "AP" names one and "ap" none, "Le Point" one and "le point" none.

    >>> find_outlet("agence Anadolu").id, find_outlet("le point"), find_outlet("site")
    ('anadolu', None, None)
    """
    outlet = outlet_index().get(fold_name(words))
    if outlet is None:
        return None
    written = _plain(words)
    forms = (_plain(name) for name in outlet.names if fold_name(name) == fold_name(words))
    return outlet if any(_case_fits(written, form) for form in forms) else None


def _plain(name: str) -> str:
    """Return a name without accents, and with one space for hyphens, apostrophes and dots."""
    plain = unaccented(unicodedata.normalize("NFKC", name.replace("ı", "i")))
    return _JOINTS.sub(" ", plain).strip()


def _case_fits(written: str, form: str) -> bool:
    """Return whether the words have the capitals of the name: all of an acronym, else one that is not its article's."""
    if written.isupper():
        return True
    if form.isupper():
        return False
    pairs = [(word, name) for word, name in zip(written.split(), form.split(), strict=True) if name[0].isupper()]
    telling = [word for word, name in pairs if name.casefold() not in _ARTICLES]
    return not telling or any(word[0].isupper() for word in telling)


def _index(outlets: tuple[Outlet, ...], where: str) -> dict[str, Outlet]:
    """Return the outlets by folded name; raises CodebookError where two of them share one."""
    index: dict[str, Outlet] = {}
    for outlet in outlets:
        for name in outlet.names:
            other = index.setdefault(fold_name(name), outlet)
            if other is not outlet:
                fault = f"{name!r} is a name of {other.id!r} and of {outlet.id!r}"
                raise CodebookError(fault, where=where, remedy="Take the name away from one of them")
    return index


def _check(outlet: Outlet, where: str) -> None:
    """Refuse an outlet whose kind, side or cued names do not fit."""
    if outlet.kind not in KINDS:
        fault = f"{outlet.id!r} has the kind {outlet.kind!r}"
        raise CodebookError(fault, where=where, remedy=f"Kinds are {', '.join(sorted(KINDS))}")
    if not _SIDE.fullmatch(outlet.side):
        fault = f"{outlet.id!r} has the side {outlet.side!r}"
        raise CodebookError(
            fault, where=where, remedy="Write private, independent, unknown, or kind:whose, such as state:mali"
        )
    if strangers := set(outlet.cued_names) - set(outlet.names):
        fault = f"{outlet.id!r} asks for a cue beside names that it lacks: {', '.join(sorted(strangers))}"
        raise CodebookError(fault, where=where, remedy="Write them among its names too")
