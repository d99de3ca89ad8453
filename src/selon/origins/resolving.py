"""Resolving: one link of an attribution chain to an origin, by the first rule that knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.claims.claim import SourceKind
from selon.origins.names import acronym_of, find_actor, find_body, find_name, find_person, name_key
from selon.origins.origin import Origin, OriginKind
from selon.origins.words import first_of_use, fold_words, has_use, singular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selon.origins.book import OriginBook

_PRONOUN = re.compile(
    r"-?(?:t-)?(?:ils?|elles?|lui|eux|on)|ce(?:tte)? derni[eè]re?|ces derni[eè]re?s|cel(?:ui|le)-ci|ceux-ci",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"(?:cet?|cette|ces|(?:la|les?|de) mêmes?)\s", re.IGNORECASE)
_THE = re.compile(r"(?:les?|la|l['’])\s*\w", re.IGNORECASE)
_HIS = re.compile(r"(?:son|sa|ses|leurs?)\s", re.IGNORECASE)
_SOME = re.compile(
    r"(?:une?|des|d['’]|de|plusieurs|certaine?s|quelques|deux|trois|diverse?s|autres|aucune?|on|nombre)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"(?:des|plusieurs|certaine?s|quelques|d['’]autres|diverse?s)\b|(?!les\b)[^\W\d_]+[sx]\s", re.IGNORECASE
)
_OUR = re.compile(r"(?:notre|nos)\s", re.IGNORECASE)
_TOLD_TO = re.compile(
    r"\b(?:à|au|aux|sur|dans|chez|pour)\s*(?:l['’]|la|le|les)?\s*(?:agence|chaîne|journal|quotidien|site|radio)?\s*$"
)
_ARTICLE = re.compile(r"^(?:(?:les?|la|une?|des|du|cet?|cette|ces|de)\s+|[ld]['’]\s*)(?:mêmes?\s+)?", re.IGNORECASE)
COMMON = frozenset({"civilians"})  # ids that stand for anybody
_NEAR = 600  # characters behind a source within which "son porte-parole" looks for whose
_KINDS = {
    SourceKind.OFFICIAL: OriginKind.OFFICIAL,
    SourceKind.ORGANISATION: OriginKind.ORGANISATION,
    SourceKind.ARMED_ACTOR: OriginKind.ARMED_ACTOR,
    SourceKind.PERSON: OriginKind.PERSON,
    SourceKind.WITNESS: OriginKind.WITNESS,
    SourceKind.DOCUMENT: OriginKind.DOCUMENT,
}
_OF_THE = re.compile(r"\b(?:du|de la|de l)\s+(\w+)$")
_BODIES = frozenset({SourceKind.OFFICIAL, SourceKind.ORGANISATION, SourceKind.ARMED_ACTOR})
_CLASSES = frozenset({SourceKind.OFFICIAL, SourceKind.ARMED_ACTOR})


@dataclass(frozen=True, slots=True)
class Link:
    """One source of a chain in its own words: how it was read, and where it stands."""

    words: str
    kind: SourceKind
    entity: str | None = None
    start: int = 0


@dataclass(slots=True)
class Scene:
    """What is known around a source: the publisher, the country told of, who was cited before it, who does things."""

    book: OriginBook
    publisher: Origin
    country: str = ""
    cited: list[tuple[Link, Origin]] = field(default_factory=list)
    doers: Sequence[tuple[int, str]] = ()  # who is told to have done things, by where he is named

    def resolve(self, link: Link, via: Origin | None = None) -> Origin:
        """Return the origin of a link; `via` is the outlet that the chain names before it."""
        outlet = via or self.publisher
        found = next((origin for origin in self._tries(link, outlet) if origin is not None), None)
        origin = found or self.unknown(link, outlet)
        self.cited.append((link, origin))
        return origin

    def unknown(self, link: Link, outlet: Origin) -> Origin:
        """Return the origin of a source that nobody can tell, kept apart by its description and outlet."""
        described = describe(link.words)
        return Origin(
            key=f"?{described}@{outlet.key}", label=link.words, kind=OriginKind.UNKNOWN, known=False, side=outlet.side
        )

    def _tries(self, link: Link, outlet: Origin) -> Iterator[Origin | None]:
        """Yield what each rule makes of a link, the surest rule first."""
        yield self._taken_up(link)
        yield self._outlet(link)
        yield self._nameless(link, outlet)
        yield self._entity(link)
        yield self._office(link)
        yield self._named(link)
        yield self._nation(link)
        yield self._class(link)

    def _taken_up(self, link: Link) -> Origin | None:
        """Return the source named before that a pronoun, a demonstrative or a possessive takes up."""
        if _HIS.match(link.words) and has_use(link.words, "speaker"):
            near = [origin for before, origin in self.cited if 0 <= link.start - before.start <= _NEAR and origin.known]
            return near[-1] if near else self._doer_before(link)
        if not self.cited:
            return None
        if _PRONOUN.fullmatch(link.words):
            return self.cited[-1][1] if link.entity is None else None
        if (whose := self._speaker_of(link)) is not None:
            return whose
        head = _head_of(link.words)
        again = _AGAIN.match(link.words) or (
            _THE.match(link.words)
            and link.entity is None
            and has_use(head, "same")
            and len(fold_words(link.words).split()) <= len(["la", "source"])
        )
        return self._before(link, head) if again else None

    def _doer_before(self, link: Link) -> Origin | None:
        """Return the actor told to have done the last thing before a source, near it: "…, a dit son porte-parole"."""
        near = [actor for start, actor in self.doers if 0 <= link.start - start <= _NEAR]
        return self.book.actor(near[-1]) if near else None

    def _speaker_of(self, link: Link) -> Origin | None:
        """Return whose speaker "le porte-parole" is, or "le porte-parole du ministère": of a body named before him."""
        if link.entity is not None or not _THE.match(link.words) or not has_use(link.words, "speaker"):
            return None
        if _is_of_state(link.words):
            return None
        whose = _OF_THE.search(fold_words(_before_comma(link.words)))
        if whose is not None:
            body = singular(whose.group(1))
            fits = has_use(body, "same")
            known = [(before, o) for before, o in self.cited if o.known]
            named = [o for before, o in known if body in describe(before.words).split()]
            named = named or [o for before, o in known if fits and before.kind in _BODIES]
            return named[-1] if named else None
        if not find_name(link.words) and describe(link.words) == first_of_use(link.words, "speaker"):
            bodies = [o for before, o in self.cited if o.known and before.kind in _BODIES]
            return bodies[-1] if bodies else None
        return None

    def _before(self, link: Link, head: str) -> Origin | None:
        """Return the last source with the same head noun, else the last of the same kind, else the last at all."""
        same = [origin for before, origin in self.cited if _head_of(before.words) == head]
        kind = [origin for before, origin in self.cited if before.kind == link.kind]
        return (same or kind or [self.cited[-1][1]])[-1]

    def _outlet(self, link: Link) -> Origin | None:
        """Return the outlet that a link names: as itself, by its people, or as "notre correspondant"."""
        if _OUR.match(link.words) and has_use(link.words, "staff"):
            return self.publisher
        for _, found in self.book.outlets_in(link.words):
            if self.book.outlet(found).key != found.id:
                return self.book.outlet(found)  # the organ of an armed group or a state is that group or state
        named = [found for start, found in self.book.outlets_in(link.words) if not _TOLD_TO.search(link.words[:start])]
        staff = has_use(link.words, "staff")
        if named and (
            staff or link.kind == SourceKind.OUTLET or fold_words(_bare(link.words)) in _names(named[0].names)
        ):
            return self.book.outlet(named[0])
        if link.kind != SourceKind.OUTLET or staff:
            return None
        if _THE.match(link.words) and not find_name(link.words) and has_use(link.words, "press"):
            return next((o for before, o in reversed(self.cited) if before.kind == SourceKind.OUTLET), None)
        name = find_name(link.words)
        if not name or (has_use(_head_of(link.words), "press") and _SOME.match(link.words)):
            return None
        return Origin(
            key=f"outlet:{name_key(name)}", label=name, kind=OriginKind.OUTLET, side=self.book.sides.side_of(name)
        )

    def _nameless(self, link: Link, outlet: Origin) -> Origin | None:
        """Return the unknown origin of a nameless source, or the state whose outlet cites "une source militaire"."""
        words = link.words
        if link.kind == SourceKind.ANONYMOUS:
            whose = outlet.side.partition("state:")[2]
            if whose and whose == self.country and has_use(words, "organ"):
                return self.book.actor(whose)
            return self._office(link) or self.unknown(link, outlet)
        loose = link.kind in {
            SourceKind.WITNESS,
            SourceKind.UNSPECIFIED,
            SourceKind.PERSON,
            SourceKind.ORGANISATION,
            SourceKind.OUTLET,
        }
        entity = link.entity if link.entity not in COMMON and self._may_speak(link) else None
        if link.kind == SourceKind.WITNESS and not find_person(words):
            return self.unknown(link, outlet)
        name = find_name(words) or find_body(words)
        if loose and entity is None and (not name or (describe(name) == _head_of(words) and has_use(name, "same"))):
            return self.unknown(link, outlet)
        return None

    def _entity(self, link: Link) -> Origin | None:
        """Return the actor for whom a link speaks: the one that the reader found, or one that its words name."""
        if link.entity and link.entity not in COMMON and link.kind != SourceKind.WITNESS and self._may_speak(link):
            return self.book.actor(link.entity, link.words)
        if link.kind in {SourceKind.PERSON, SourceKind.WITNESS, SourceKind.ORGANISATION} or first_of_use(
            link.words, "office"
        ):
            return None
        found = find_actor(link.words)
        return self.book.actor(found, link.words) if found else None

    def _may_speak(self, link: Link) -> bool:
        """Return whether the actor in a link speaks: not Syria in "des médias syriens", unless official."""
        return link.kind != SourceKind.OUTLET or link.entity in self.book.by_id or has_use(link.words, "organ")

    def _office(self, link: Link) -> Origin | None:
        """Return a local office as an origin of its own: "le préfet" of the country told of, whatever his name."""
        office = first_of_use(link.words, "office")
        if not office or link.kind not in {SourceKind.OFFICIAL, SourceKind.ANONYMOUS, SourceKind.PERSON}:
            return None
        side = f"state:{self.country}" if self.country else ""
        return Origin(
            key=f"office:{office}@{self.country}", label=_bare(link.words), kind=OriginKind.OFFICIAL, side=side
        )

    def _named(self, link: Link) -> Origin | None:
        """Return an unlisted person or body by its name; a part of it or its initials mean the same later on."""
        body = find_body(link.words)
        if not body and link.kind == SourceKind.OFFICIAL and has_use(link.words, "nation"):
            return None  # the minister is the state, whatever his name
        name = body or find_person(link.words) or find_name(link.words)
        if not name or (has_use(name, "same") and " " not in name):
            return None
        if (actor := find_actor(name)) and name_key(name) in {name_key(n) for n in self.book.names_of(actor)}:
            return self.book.actor(actor)
        full = self._in_full(name)
        if full is not None:
            return full
        kind = OriginKind.ORGANISATION if body else _KINDS.get(link.kind, OriginKind.ORGANISATION)
        return Origin(
            key=f"name:{name_key(name)}", label=name, kind=kind, side=self.book.sides.side_of(name_key(name), name)
        )

    def _in_full(self, name: str) -> Origin | None:
        """Return the origin named before of which this name is a part or the initials."""
        words = set(name_key(name).split())
        folded = fold_words(name)
        for _, origin in reversed(self.cited):
            if not origin.key.startswith("name:"):
                continue
            if words <= set(origin.key.removeprefix("name:").split()) or folded == acronym_of(origin.label):
                return origin
        return None

    def _nation(self, link: Link) -> Origin | None:
        """Return the state told of, where the source is a body that every state has."""
        if link.kind != SourceKind.OFFICIAL or not self.country or not has_use(link.words, "nation") or _is_crowd(link):
            return None
        return self.book.actor(self.country)

    def _class(self, link: Link) -> Origin | None:
        """Return officials or fighters without a name as one voice of the country told of."""
        if link.kind not in _CLASSES or _is_crowd(link):
            return None
        key = f"{link.kind}:{_head_of(link.words)}@{self.country}"
        return Origin(key=key, label=link.words, kind=_KINDS[link.kind])


def _before_comma(words: str) -> str:
    """Return a source without what is set behind it: "le porte-parole du ministère, Ali Dray"; a name first is kept."""
    parts = [part.strip() for part in words.split(",")]
    return next((part for part in parts if _OF_THE.search(fold_words(part))), words)


def _is_of_state(words: str) -> bool:
    """Return whether a speaker without more is one that every state has: "le président", "le responsable"."""
    return _OF_THE.search(fold_words(_before_comma(words))) is None and has_use(words, "nation")


@lru_cache(maxsize=20_000)
def describe(words: str) -> str:
    """Return what tells one nameless source from another: its words without article and number, in the singular.

    >>> describe("des sources locales") == describe("une source locale")
    True
    """
    bare = fold_words(_bare(words))
    skip = {
        "plusieurs",
        "certains",
        "certaines",
        "deux",
        "trois",
        "quelques",
        "autres",
        "un",
        "une",
        "des",
        "les",
        "la",
        "le",
        "de",
        "d",
        "l",
        "du",
        "a",
        "au",
    }
    return " ".join(singular(word) for word in bare.split() if word not in skip)


def _bare(words: str) -> str:
    """Return a source without its article."""
    return _ARTICLE.sub("", words.strip(), count=1).strip()


def _head_of(words: str) -> str:
    """Return the first noun of a source, folded, in the singular."""
    return next(iter(describe(words).split()), "")


def _names(names: tuple[str, ...]) -> set[str]:
    """Return names folded."""
    return {fold_words(name) for name in names}


def _is_crowd(link: Link) -> bool:
    """Return whether officials are meant in general, nobody in particular: "responsables occidentaux"."""
    return link.kind == SourceKind.OFFICIAL and not find_name(link.words) and _MANY.match(link.words) is not None
