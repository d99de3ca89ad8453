"""Clauses mended after the parser: "L'armée a, dans la nuit de lundi à mardi, bombardé X" is one clause.

French press prose puts the day, the source or the reason between an auxiliary and its participle. The parser then takes
the auxiliary for a verb of its own and the participle for what qualifies the last noun of the insertion, and the clause
has lost its subject. Here the participle gets back what is its own, and the insertion hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AVOIR = frozenset("a ont avait avaient aurait auraient aura auront eut eurent ait aient".split())
_ETRE = frozenset("est sont était étaient serait seraient sera seront fut furent soit soient".split())
_STEPS = frozenset({"pas", "plus", "jamais", "déjà", "aussi", "également", "encore", "ainsi", "même", "bien", "non"})
_CLITICS = frozenset({"n'", "n’", "ne", "y", "en", "l'", "l’"})
_STOPS = frozenset({".", ";", ":", "!", "?", "«", "»", "“", "”"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
_REFLEXIVES = frozenset({"se", "s'", "s’", "lui", "leur"})
_PARTIES = frozenset({"nsubj", "nsubj:pass", "obj", "obl:arg", "obl:mod", "iobj"})
_MISTAKEN = frozenset({"DET", "PRON", "ADJ", "ADP", "ADV", "NOUN", "PROPN", "X", "VERB"})
_REACH = 28


@dataclass(frozen=True, slots=True)
class _Tree:
    """The heads and labels of a document, to be mended before they are written back."""

    doc: Doc
    heads: list[int]
    deps: list[str]

    def hang(self, at: int, head: int, dep: str) -> None:
        """Hang a token on another under a label."""
        self.heads[at], self.deps[at] = head, dep

    def stands_under(self, at: int, head: int) -> bool:
        """Return whether a token hangs on another, however far below."""
        while self.heads[at] not in {at, head}:
            at = self.heads[at]
        return self.heads[at] == head

    def write(self) -> Doc:
        """Return the document with these heads and labels."""
        strings = self.doc.vocab.strings
        array = self.doc.to_array([HEAD, DEP])
        for at, (head, dep) in enumerate(zip(self.heads, self.deps, strict=True)):
            array[at] = ((head - at) % 2**64, strings.add(dep))
        return self.doc.from_array([HEAD, DEP], array)  # type: ignore[arg-type]


def mend_clauses(doc: Doc) -> Doc:
    """Return the document with participles tied to the auxiliaries and subjects that an insertion parted from them.

    >>> mend_clauses(nlp("L'armée a, selon des témoins, tué douze civils."))[1].head   # doctest: +SKIP
    tué
    """
    tree = _Tree(doc, [token.head.i for token in doc], [token.dep_ for token in doc])
    tagged = [_mend_tag(tree, token) for token in doc]
    split = [(aux, participle) for aux in doc if (participle := _participle_of(aux)) is not None]
    tied = [_tie(tree, aux, participle) for aux, participle in split]
    parted = [_mend_incise(tree, token) for token in doc]
    voiced = [_mend_voice(tree, token) for token in doc]
    agreed = [_mend_agreement(tree, token) for token in doc]
    apart = [_mend_coordination(tree, token) for token in doc]
    return tree.write() if any((*tagged, *tied, *parted, *voiced, *agreed, *apart)) else doc


def _mend_tag(tree: _Tree, token: Token) -> bool:
    """Make a verb of a rare participle behind "avoir" that the tagger took for a small word, with its object."""
    if token.pos_ not in _MISTAKEN or not token.lower_.endswith(("é", "és", "ée", "ées")):
        return False
    aux = next((child for child in token.lefts if tree.deps[child.i] == "aux:tense"), None)
    if aux is None or aux.lower_ not in _AVOIR or any(child.dep_ == "det" for child in token.lefts):
        return False
    token.pos_ = "VERB"
    token.set_morph("Tense=Past|VerbForm=Part")
    after = next((child for child in token.rights if tree.deps[child.i] in {"nmod", "obl:arg"}), None)
    if after is not None:
        led = [child.lower_ for child in after.lefts if child.dep_ == "case"]
        if not led or led == ["des"]:  # "massacré | des villageois": an article
            tree.hang(after.i, token.i, "obj")
    return True


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
            while at < end - 1 and (doc[at].pos_ == "ADV" or doc[at].lower_ in _STEPS or doc[at].lower_ == "été"):
                at += 1
            if _is_participle(doc[at]):
                return doc[at]
    return None


def _is_participle(token: Token) -> bool:
    """Return whether a token is a past participle."""
    past = "Part" in token.morph.get("VerbForm", []) and "Pres" not in token.morph.get("Tense", [])
    return past and token.pos_ in {"VERB", "ADJ", "AUX"}


def _subject_of(aux: Token, participle: Token) -> Token | None:
    """Return the subject: what the parser hung on either word, else the noun phrase that ends before the auxiliary."""
    told = (t for t in (*aux.lefts, *participle.lefts) if t.i < aux.i and t.dep_.startswith("nsubj"))
    return next(told, None) or _noun_phrase_before(aux)


def _noun_phrase_before(aux: Token) -> Token | None:
    """Return the head of the noun phrase that ends before an auxiliary and the small words in front of it."""
    at, start = aux.i - 1, aux.sent.start
    while at >= start and (aux.doc[at].pos_ == "ADV" or aux.doc[at].lower_ in _CLITICS):
        at -= 1
    if at < start or aux.doc[at].pos_ not in _NOMINAL | {"ADJ", "VERB"}:
        return None
    head = aux.doc[at]
    while head.head.i < aux.i and head.head.i != head.i and not head.dep_.startswith("nsubj"):
        head = head.head
    return head if head.pos_ in _NOMINAL else None


def _tie(tree: _Tree, aux: Token, participle: Token) -> bool:
    """Make a participle the head of its clause, and return whether it could be done."""
    subject = _subject_of(aux, participle)
    if subject is None or not _raise(tree, aux, participle, subject):
        return False
    at, doc = participle.i, tree.doc
    inside = range(aux.i + 1, at)
    been = doc[at - 1].lower_ == "été"
    tree.hang(aux.i, at, "aux:pass" if aux.lower_ in _ETRE else "aux:tense")
    if been:
        tree.hang(at - 1, at, "aux:pass")
    voice = "nsubj:pass" if been or aux.lower_ in _ETRE else "nsubj"
    tree.hang(subject.i, at, subject.dep_ if subject.dep_.startswith("nsubj") else voice)
    for k in inside:
        if tree.heads[k] == k or (tree.heads[k] not in inside and tree.heads[k] != at):
            tree.hang(k, at, "obl:mod" if doc[k].pos_ in {"NOUN", "PROPN"} else tree.deps[k])
    gone = {aux.i, *inside}
    for token in participle.sent:
        if token.i not in inside and tree.heads[token.i] in gone | ({subject.i} if token.i > at else set()):
            tree.hang(token.i, at, tree.deps[token.i])
    return True


def _raise(tree: _Tree, aux: Token, participle: Token, subject: Token) -> bool:
    """Hang a participle where its clause hangs, and return whether that is known."""
    at = participle.i
    own = {aux.i, at, subject.i, *range(aux.i + 1, at)}
    above = next((k for k in (at, aux.i, subject.i) if tree.heads[k] not in own), None)
    if subject.lower_ == "qui" and (noun := _noun_before(subject)) is not None:
        tree.hang(at, noun.i, "acl:relcl")
    elif any(tree.heads[k] == k for k in own):
        tree.hang(at, at, "ROOT")
    elif above is None:
        return False
    elif tree.deps[above].startswith("aux"):  # "Les FDS ont, avec …, repris la ville, | a annoncé X"
        over = tree.heads[above]
        tree.hang(at, at if tree.heads[over] == over else tree.heads[over], tree.deps[over])
        tree.hang(over, at, "parataxis")
    else:
        tree.hang(at, tree.heads[above], tree.deps[above])
    return True


def _noun_before(relative: Token) -> Token | None:
    """Return the noun on which a relative pronoun hangs: the nearest one before it."""
    before = relative.doc[relative.sent.start : relative.i]
    return next((t for t in reversed(before) if t.pos_ in {"NOUN", "PROPN"}), None)


def _mend_incise(tree: _Tree, subject: Token) -> bool:
    """Give a subject its own verb behind an inserted one: "L'armée, a indiqué un témoin, a | repris la ville".

    No comma stands between a subject and its verb in French: a verb right behind one, and another right behind the
    next, means that the first is inserted and has its subject behind it.
    """
    doc, told = tree.doc, tree.doc[tree.heads[subject.i]]
    opens = min((child.i for child in told.lefts if child.dep_.startswith("aux")), default=told.i) - 1
    fits = tree.deps[subject.i].startswith("nsubj") and subject.i < opens and doc[opens].text == ","
    fits = fits and not any(_is_finite(t) or t.text == "," for t in doc[subject.i + 1 : opens])
    closes = next((t.i for t in doc[told.i + 1 : min(told.sent.end, told.i + _REACH)] if t.text in {",", *_STOPS}), None)
    if not fits or closes is None or doc[closes].text != ",":
        return False
    verb = _verb_behind(doc, closes)
    inverted = next((t for t in doc[told.i + 1 : closes] if t.head in {told, verb} and t.dep_ in _PARTIES), None)
    if verb is None or verb.i == told.i or inverted is None or any(_is_before_verb(t, closes) for t in verb.lefts):
        return False
    if not tree.stands_under(told.i, verb.i):
        above = tree.heads[told.i]
        tree.hang(verb.i, verb.i if above == told.i else above, tree.deps[told.i])
    tree.hang(told.i, verb.i, "parataxis")
    tree.hang(subject.i, verb.i, "nsubj")
    for token in doc[told.i + 1 : closes + 1]:
        if tree.heads[token.i] == verb.i:
            tree.hang(token.i, told.i, tree.deps[token.i])
    tree.hang(inverted.i, told.i, "nsubj")
    return True


def _verb_behind(doc: Doc, comma: int) -> Token | None:
    """Return the verb whose finite form stands right behind a comma, with nothing but small words between."""
    at, end = comma + 1, doc[comma].sent.end
    while at < end and doc[at].lower_ in _CLITICS | _REFLEXIVES:
        at += 1
    if at >= end:
        return None
    finite = doc[at]
    if finite.lower_ in _AVOIR | _ETRE:
        return finite.head if finite.dep_.startswith("aux") and finite.head.i > at else None
    return finite if finite.pos_ == "VERB" and _is_finite(finite) else None


def _is_finite(token: Token) -> bool:
    """Return whether a token is a finite verb or auxiliary."""
    return "Fin" in token.morph.get("VerbForm", [])


def _is_before_verb(token: Token, comma: int) -> bool:
    """Return whether a token is a subject of its own, behind the comma."""
    return token.i > comma and token.dep_.startswith("nsubj")


def _mend_voice(tree: _Tree, subject: Token) -> bool:
    """Make the subject of a verb in the active one: "des hommes ont arrêté", where the parser heard a passive."""
    if tree.deps[subject.i] != "nsubj:pass":
        return False
    verb = tree.doc[tree.heads[subject.i]]
    before = tree.doc[max(verb.sent.start, verb.i - _REACH) : verb.i]
    forms = {t.lower_ for t in before if tree.heads[t.i] == verb.i}
    active = forms & _AVOIR and not forms & (_ETRE | {"été", "se", "s'", "s’"})
    if active:
        tree.deps[subject.i] = "nsubj"
    return bool(active)


def _mend_agreement(tree: _Tree, participle: Token) -> bool:
    """Hang a participle on the noun with which it agrees: "une frappe de drone | attribuée à l'armée"."""
    noun = tree.doc[tree.heads[participle.i]]
    above = tree.doc[tree.heads[noun.i]]
    fits = tree.deps[participle.i] == "acl" and tree.deps[noun.i] == "nmod" and _is_participle(participle)
    if not fits or not above.i < noun.i < participle.i or above.pos_ != "NOUN" or noun.pos_ != "NOUN":
        return False
    described = any(child.dep_ in {"det", "amod", "nummod"} for child in noun.children)
    bare = "Sing" in noun.morph.get("Number", []) and not described
    if (_agrees(participle, noun) and not bare) or not _agrees(participle, above):
        return False
    tree.hang(participle.i, above.i, "acl")
    return True


def _agrees(participle: Token, noun: Token) -> bool:
    """Return whether a participle can be said of a noun: nothing that both say of gender and number differs."""
    told = [(participle.morph.get(kind, []), noun.morph.get(kind, [])) for kind in ("Gender", "Number")]
    return all(not one or not other or one == other for one, other in told)


def _mend_coordination(tree: _Tree, token: Token) -> bool:
    """Take a complement with its preposition for no second of what stands before it: "à l'armée | près de Gao"."""
    first = tree.doc[tree.heads[token.i]]
    if tree.deps[token.i] != "conj" or first.i > token.i or tree.heads[first.i] == first.i:
        return False
    joined = any(t.pos_ == "CCONJ" or t.text in {",", "/", "-"} for t in tree.doc[first.i + 1 : token.i])
    led = any(child.dep_ == "case" and child.i < token.i for child in token.children)
    if joined or not led or token.pos_ not in {"NOUN", "PROPN"}:
        return False
    tree.hang(token.i, tree.heads[first.i], "obl:mod")
    return True
