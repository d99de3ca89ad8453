"""Parted clauses: what an insertion tore apart, an auxiliary and its participle, a subject and its verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.clauses.tree import AVOIR, ETRE, REACH, STOPS, is_finite, is_participle

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from selon.mentions.clauses.tree import Tree

_SHARE = 10  # words within which "dont" names a share and nothing else
_STEPS = frozenset({"pas", "plus", "jamais", "déjà", "aussi", "également", "encore", "ainsi", "même", "bien", "non"})
_CLITICS = frozenset({"n'", "n’", "ne", "y", "en", "l'", "l’"})
_REFLEXIVES = frozenset({"se", "s'", "s’", "lui", "leur"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
_PARTIES = frozenset({"nsubj", "nsubj:pass", "obj", "obl:arg", "obl:mod", "iobj"})


def participle_of(aux: Token) -> Token | None:
    """Return the participle of an auxiliary behind which an insertion between commas begins, or None."""
    if aux.lower_ not in AVOIR | ETRE:
        return None
    doc, end = aux.doc, min(aux.sent.end, aux.i + REACH)
    if aux.i + 3 >= end or doc[aux.i + 1].text != ",":
        return None
    for comma in range(aux.i + 3, end - 1):
        if doc[comma].text in STOPS:
            return None
        if doc[comma].text == ",":
            at = comma + 1
            while at < end - 1 and (doc[at].pos_ == "ADV" or doc[at].lower_ in _STEPS or doc[at].lower_ == "été"):
                at += 1
            if is_participle(doc[at]):
                return doc[at]
    return None


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


def tie_participle(tree: Tree, aux: Token, participle: Token) -> bool:
    """Make a participle the head of its clause, and return whether it could be done."""
    subject = _subject_of(aux, participle)
    if subject is None or not _raise(tree, aux, participle, subject):
        return False
    at, doc = participle.i, tree.doc
    inside = range(aux.i + 1, at)
    been = doc[at - 1].lower_ == "été"
    tree.hang(aux.i, at, "aux:pass" if aux.lower_ in ETRE else "aux:tense")
    if been:
        tree.hang(at - 1, at, "aux:pass")
    voice = "nsubj:pass" if been or aux.lower_ in ETRE else "nsubj"
    tree.hang(subject.i, at, subject.dep_ if subject.dep_.startswith("nsubj") else voice)
    for k in inside:
        if tree.heads[k] == k or (tree.heads[k] not in inside and tree.heads[k] != at):
            tree.hang(k, at, "obl:mod" if doc[k].pos_ in {"NOUN", "PROPN"} else tree.deps[k])
    gone = {aux.i, *inside}
    for token in participle.sent:
        if token.i not in inside and tree.heads[token.i] in gone | ({subject.i} if token.i > at else set()):
            tree.hang(token.i, at, tree.deps[token.i])
    return True


def _raise(tree: Tree, aux: Token, participle: Token, subject: Token) -> bool:
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


def mend_incise(tree: Tree, subject: Token) -> bool:
    """Give a subject its own verb behind an inserted one: "L'armée, a indiqué un témoin, a | repris la ville".

    No comma stands between a subject and its verb in French: a verb right behind one, and another right behind the
    next, means that the first is inserted and has its subject behind it.
    """
    if not tree.deps[subject.i].startswith("nsubj"):
        return False
    doc, told = tree.doc, tree.doc[tree.heads[subject.i]]
    opens = min((child.i for child in told.lefts if child.dep_.startswith("aux")), default=told.i) - 1
    fits = subject.i < opens and doc[opens].text == ","
    fits = fits and not any(is_finite(t) or t.text == "," for t in doc[subject.i + 1 : opens])
    closes = next((t.i for t in doc[told.i + 1 : min(told.sent.end, told.i + REACH)] if t.text in {",", *STOPS}), None)
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


def mend_share(tree: Tree, dont: Token) -> bool:
    """Give a verb its subject behind a share of it: "Cinq civils, dont deux enfants, ont été | tués"."""
    if dont.lower_ not in {"dont", "parmi"}:
        return False
    doc, opens = tree.doc, dont.i - 1
    among = dont.lower_ == "parmi" and doc[dont.i + 1 : dont.i + 2].text in {"lesquels", "lesquelles"}
    if not (dont.lower_ == "dont" or among) or opens < dont.sent.start + 1 or doc[opens].text != ",":
        return False
    closes = next((t.i for t in doc[dont.i + 1 : min(dont.sent.end, dont.i + _SHARE)] if t.text == ","), None)
    if closes is None or any(is_finite(t) for t in doc[dont.i + 1 : closes]):
        return False
    verb, whole = _verb_behind(doc, closes), _noun_phrase_before(doc[opens])
    part = next((t for t in doc[dont.i + 1 : closes] if t.pos_ in {"NOUN", "NUM"} and tree.heads[t.i] > closes), None)
    if verb is None or whole is None or part is None or any(_is_before_verb(t, closes) for t in verb.lefts):
        return False
    passive = any(child.dep_ == "aux:pass" for child in verb.lefts)
    if tree.stands_under(verb.i, whole.i):  # read as a relative clause upon its own subject
        above = tree.heads[whole.i]
        tree.hang(verb.i, verb.i if above == whole.i else above, tree.deps[whole.i])
    tree.hang(whole.i, verb.i, "nsubj:pass" if passive else "nsubj")
    tree.hang(part.i, whole.i, "nmod")
    return True


def _verb_behind(doc: Doc, comma: int) -> Token | None:
    """Return the verb whose finite form stands right behind a comma, with nothing but small words between."""
    at, end = comma + 1, doc[comma].sent.end
    while at < end and doc[at].lower_ in _CLITICS | _REFLEXIVES:
        at += 1
    if at >= end:
        return None
    finite = doc[at]
    if finite.lower_ in AVOIR | ETRE:
        return finite.head if finite.dep_.startswith("aux") and finite.head.i > at else None
    return finite if finite.pos_ == "VERB" and is_finite(finite) else None


def _is_before_verb(token: Token, comma: int) -> bool:
    """Return whether a token is a subject of its own, behind the comma."""
    return token.i > comma and token.dep_.startswith("nsubj")
