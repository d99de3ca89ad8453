"""Clauses mended after the parser: "L'armée a, dans la nuit de lundi à mardi, bombardé X" is one clause.

French press prose puts the day, the source or the reason between an auxiliary and its participle. The parser then takes
the auxiliary for a verb of its own and the participle for what qualifies the last noun of the insertion, and the clause
has lost its subject. Here the participle gets back what is its own, and the insertion hangs on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AVOIR = frozenset("a ont avait avaient aurait auraient aura auront eut eurent ait aient".split())
_ETRE = frozenset("est sont était étaient serait seraient sera seront fut furent soit soient".split())
_STEPS = frozenset({"pas", "plus", "jamais", "déjà", "aussi", "également", "encore", "ainsi", "même", "bien", "non"})
_STOPS = frozenset({".", ";", ":", "!", "?", "«", "»", "“", "”"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
_REACH = 28


def mend_clauses(doc: Doc) -> Doc:
    """Return the document with participles tied to the auxiliaries and subjects that an insertion parted from them.

    >>> mend_clauses(nlp("L'armée a, selon des témoins, tué douze civils."))[1].head   # doctest: +SKIP
    tué
    """
    heads = [token.head.i for token in doc]
    deps = [token.dep_ for token in doc]
    split = [(aux, participle) for aux in doc if (participle := _participle_of(aux)) is not None]
    for aux, participle in split:
        _tie(doc, heads, deps, aux, participle)
    voiced = [_mend_voice(token, heads, deps) for token in doc]
    if not split and not any(voiced):
        return doc
    strings = doc.vocab.strings
    rows = [[head - at, strings.add(dep)] for at, (head, dep) in enumerate(zip(heads, deps, strict=True))]
    array = doc.to_array([HEAD, DEP])
    array[:] = [[value % 2**64 for value in row] for row in rows]
    return doc.from_array([HEAD, DEP], array)


def _participle_of(aux: Token) -> Token | None:
    """Return the participle of an auxiliary behind which an insertion between commas begins, or None."""
    doc, end = aux.doc, min(aux.sent.end, aux.i + _REACH)
    if aux.lower_ not in _AVOIR | _ETRE or aux.i + 3 >= end or doc[aux.i + 1].text != ",":
        return None
    for comma in range(aux.i + 3, end - 1):
        if doc[comma].text in _STOPS:
            return None
        if doc[comma].text == ",":
            at = comma + 1
            while at < end - 1 and (doc[at].pos_ == "ADV" or doc[at].lower_ in _STEPS):
                at += 1
            if doc[at].lower_ == "été" and at + 1 < end:
                at += 1
            if _is_participle(doc[at]):
                return doc[at]
    return None


def _is_participle(token: Token) -> bool:
    """Return whether a token is a past participle."""
    return token.pos_ in {"VERB", "ADJ", "AUX"} and (
        "Part" in token.morph.get("VerbForm", []) and "Pres" not in token.morph.get("Tense", [])
    )


def _subject_before(aux: Token) -> Token | None:
    """Return the head of the noun phrase that ends before an auxiliary and the small words in front of it."""
    at = aux.i - 1
    start = aux.sent.start
    while at >= start and (aux.doc[at].pos_ == "ADV" or aux.doc[at].lower_ in {"n'", "n’", "ne", "y", "en", "l'", "l’"}):
        at -= 1
    if at < start or aux.doc[at].pos_ not in _NOMINAL | {"ADJ", "VERB"}:
        return None
    head = aux.doc[at]
    while head.head.i < aux.i and head.head.i != head.i and not head.dep_.startswith("nsubj"):
        head = head.head
    return head if head.pos_ in _NOMINAL else None


def _noun_before(relative: Token) -> Token | None:
    """Return the noun on which a relative pronoun hangs: the nearest one before it."""
    before = relative.doc[relative.sent.start : relative.i]
    return next((t for t in reversed(before) if t.pos_ in {"NOUN", "PROPN"}), None)


def _tie(doc: Doc, heads: list[int], deps: list[str], aux: Token, participle: Token) -> None:
    """Make a participle the head of its clause: what governed the clause, its subject, the insertion, what follows."""
    inside = range(aux.i + 1, participle.i)
    subject = next((t for t in (*aux.lefts, *participle.lefts) if t.i < aux.i and t.dep_.startswith("nsubj")), None)
    subject = subject or _subject_before(aux)
    if subject is None:
        return
    own = {aux.i, participle.i, subject.i, *inside}
    above = next((at for at in (participle.i, aux.i, subject.i) if heads[at] not in own), None)
    root = next((at for at in own if heads[at] == at), None)
    if subject.lower_ == "qui" and (noun := _noun_before(subject)) is not None:
        heads[participle.i], deps[participle.i] = noun.i, "acl:relcl"
    elif root is not None:
        heads[participle.i], deps[participle.i] = participle.i, "ROOT"
    elif above is None:
        return
    elif deps[above].startswith("aux"):  # "Les FDS ont, avec …, repris la ville, | a annoncé X"
        over = heads[above]
        heads[participle.i] = participle.i if heads[over] == over else heads[over]
        deps[participle.i], heads[over], deps[over] = deps[over], participle.i, "parataxis"
    else:
        heads[participle.i], deps[participle.i] = heads[above], deps[above]
    passive = doc[participle.i - 1].lower_ == "été" or aux.lower_ in _ETRE
    heads[aux.i], deps[aux.i] = participle.i, "aux:pass" if passive and aux.lower_ in _ETRE else "aux:tense"
    if doc[participle.i - 1].lower_ == "été":
        heads[participle.i - 1], deps[participle.i - 1] = participle.i, "aux:pass"
    heads[subject.i] = participle.i
    deps[subject.i] = deps[subject.i] if deps[subject.i].startswith("nsubj") else "nsubj:pass" if passive else "nsubj"
    for at in (*inside, *(t.i for t in aux.children if t.i != subject.i)):
        if at != participle.i and (heads[at] == at or heads[at] not in inside):
            heads[at] = participle.i
            deps[at] = "obl:mod" if doc[at].pos_ in {"NOUN", "PROPN"} and at in inside else deps[at]
    for token in doc[participle.i + 1 : participle.sent.end]:
        if heads[token.i] in own - {participle.i}:
            heads[token.i] = participle.i
    for token in doc[participle.sent.start : subject.i]:
        if heads[token.i] in own - {participle.i, subject.i}:
            heads[token.i] = participle.i


def _mend_voice(token: Token, heads: list[int], deps: list[str]) -> bool:
    """Make the subject of a verb in the active one: "des hommes ont arrêté", where the parser heard a passive."""
    if deps[token.i] != "nsubj:pass":
        return False
    verb = token.doc[heads[token.i]]
    before = [t.lower_ for t in token.doc[max(verb.sent.start, verb.i - 12) : verb.i] if heads[t.i] == verb.i]
    auxiliaries = [form for form in before if form in _AVOIR | _ETRE | {"été"}]
    if not auxiliaries or set(auxiliaries) - _AVOIR or "se" in before or "s'" in before:
        return False
    deps[token.i] = "nsubj"
    return True
