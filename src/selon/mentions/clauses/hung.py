"""Hung wrongly: phrases that the parser tied to the word beside them, and not to the one that asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.clauses.parted import tie_participle
from selon.mentions.clauses.slips import agrees
from selon.mentions.clauses.tree import AVOIR, ETRE, is_participle
from selon.mentions.dates.names import MONTHS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.mentions.clauses.tree import Tree

INVERTED = frozenset({"-il", "-elle", "-ils", "-elles", "-on"})
MONTH_NAMES = frozenset(MONTHS)
PRISONERS = frozenset({"prisonnier", "prisonniers", "prisonnière", "prisonnières"})
UNTIL = frozenset({"jusqu'", "jusqu’"})
_OF = frozenset({"de", "d'", "d’", "du", "des"})
_DEFINITE = frozenset({"le", "la", "l'", "l’", "les"})
_INDEFINITE = frozenset({"un", "une", "des", "plusieurs", "quelques", "certains", "certaines"})
_MADE = frozenset({"fait", "faits", "faite", "faites"})
_OWN = frozenset({"son", "sa", "leur", "notre", "mon", "ma"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_YEAR = 4
_CLAUSE = 9
_OPENS = frozenset({("de", "côté"), ("pour", "part"), ("à", "tour")})
_ADVERBIAL = frozenset({("en", "outre"), ("en", "effet"), ("en", "revanche"), ("par", "ailleurs"), ("à", "nouveau")})


def aside_of(aux: Token) -> Token | None:
    """Return the participle of an auxiliary behind which a set phrase stands: "a de son côté | rapporté", or None."""
    if aux.lower_ not in AVOIR | ETRE or aux.dep_.startswith("aux"):
        return None
    words = [token.lower_ for token in aux.doc[aux.i + 1 : min(aux.i + 4, aux.sent.end)]]
    own = words[1:2] and words[1] in _OWN and (words[0], words[-1]) in _OPENS
    if not own and tuple(words[:2]) not in _ADVERBIAL:
        return None
    at = aux.i + (4 if own else 3)
    if at >= aux.sent.end:
        return None
    behind = aux.doc[at]
    return behind if is_participle(behind) and not any(child.dep_.startswith("aux") for child in behind.lefts) else None


def mend_by(tree: Tree, by: Token) -> bool:
    """Give an act what it does behind who does it: "le tir par les rebelles | d'un missile"."""
    if by.lower_ != "par" or tree.deps[by.i] != "case":
        return False
    doer = tree.doc[tree.heads[by.i]]
    act = tree.doc[tree.heads[doer.i]]
    if tree.deps[doer.i] != "nmod" or act.pos_ != "NOUN" or act.i > by.i or doer.i < by.i:
        return False
    if any(tree.deps[k.i] == "nmod" and _case_of(tree, k) in _OF and tree.heads[k.i] == act.i for k in act.rights):
        return False
    done = next((k for k in doer.rights if tree.heads[k.i] == doer.i and _case_of(tree, k) in _OF), None)
    if done is None or tree.deps[done.i] != "nmod":
        return False
    known = doer.pos_ == "PROPN" or any(k.lower_ in _DEFINITE for k in doer.lefts if k.dep_ == "det")
    counted = any(k.dep_ == "nummod" or k.lower_ in _INDEFINITE for k in done.lefts)
    if not (counted and known) and doer.pos_ != "PROPN":
        return False
    for child in done.rights:  # "un missile sur Ryad": where it hits
        if tree.deps[child.i] == "nmod" and _case_of(tree, child) not in _OF:
            tree.hang(child.i, act.i, "nmod")
    for child in doer.rights:
        if child.i > done.i and tree.heads[child.i] == doer.i and _case_of(tree, child) not in _OF | {None}:
            tree.hang(child.i, act.i, "nmod")
    tree.hang(done.i, act.i, "nmod")
    return True


def _case_of(tree: Tree, noun: Token) -> str | None:
    """Return the preposition that leads a noun, None where there is none."""
    return next((k.lower_ for k in noun.lefts if k.dep_ == "case" and tree.heads[k.i] == noun.i), None)


def mend_day(tree: Tree, month: Token) -> bool:
    """Give a verb its object behind a day: "a repris mercredi 10 novembre | douze localités"."""
    if month.lower_ not in MONTH_NAMES or month.i + 2 >= month.sent.end:
        return False
    number = month.nbor(1)
    noun = next((t for t in tree.doc[month.i + 2 : min(month.i + 4, month.sent.end)] if t.pos_ == "NOUN"), None)
    if number.pos_ != "NUM" or (number.is_digit and len(number.text) == _YEAR) or noun is None:
        return False
    day = month
    while tree.heads[day.i] < day.i and tree.doc[tree.heads[day.i]].pos_ in {"NUM", "NOUN", "ADJ"}:
        day = tree.doc[tree.heads[day.i]]
    verb = tree.doc[tree.heads[day.i]]
    if not day.i <= tree.heads[noun.i] <= number.i or verb.pos_ != "VERB" or verb.i > day.i:
        return False
    objects = any(tree.deps[k.i] == "obj" and tree.heads[k.i] == verb.i for k in verb.rights if k.i != day.i)
    tree.hang(noun.i, verb.i, "obl:mod" if objects else "obj")
    tree.hang(number.i, noun.i, "nummod")
    return True


def mend_until(tree: Tree, until: Token) -> bool:
    """Make a preposition of "jusqu'", whose apostrophe the parser does not know: "escorté par l'ONU | jusqu’à Gao"."""
    if until.lower_ not in UNTIL or until.pos_ == "ADP":
        return False
    led = until.nbor(1) if until.i + 1 < until.sent.end else until
    noun = tree.doc[tree.heads[led.i]] if led.pos_ == "ADP" else led
    if noun.i <= until.i or any(k.dep_ == "nummod" for k in noun.lefts):  # "jusqu'à 16 balles": how many
        return False
    until.pos_ = "ADP"
    verb = tree.doc[tree.heads[until.i]]
    while verb.pos_ in _NOUNS and verb.i < until.i and tree.heads[verb.i] != verb.i:
        verb = tree.doc[tree.heads[verb.i]]
    if tree.stands_under(noun.i, until.i) or tree.heads[noun.i] == until.i:
        tree.hang(noun.i, verb.i, "obl:mod")
    tree.hang(until.i, noun.i, "case")
    return True


def mend_inverted(tree: Tree, pronoun: Token) -> bool:
    """Make a subject of the pronoun behind its verb: "a-t | -il ajouté faisant état de six morts"."""
    if pronoun.lower_ not in INVERTED or tree.deps[pronoun.i].startswith("nsubj"):
        return False
    verb = tree.doc[tree.heads[pronoun.i]]
    if verb.pos_ not in {"VERB", "AUX"}:
        return False
    pronoun.pos_ = "PRON"
    tree.hang(pronoun.i, verb.i, "nsubj")
    for child in verb.rights:
        if _is_present(child) and tree.heads[child.i] == verb.i:
            tree.hang(child.i, verb.i, "advcl")
    return True


def mend_second(tree: Tree, noun: Token) -> bool:
    """Make an object of what stands behind "qui" and its verb: "qui escortait | les autocars"."""
    if tree.deps[noun.i] != "nsubj":
        return False
    verb = tree.doc[tree.heads[noun.i]]
    led = any(k.lower_ == "qui" and tree.deps[k.i].startswith("nsubj") for k in verb.lefts)
    if noun.i < verb.i or not led or verb.pos_ != "VERB":
        return False
    tree.hang(noun.i, verb.i, "obj")
    return True


def mend_relative(tree: Tree, que: Token) -> bool:
    """Make a relative clause of what lacks an object behind a noun and "que": "des villages | que l'armée a repris"."""
    if que.lower_ not in {"que", "qu'", "qu’"} or tree.deps[que.i] != "mark" or que.i == que.sent.start:
        return False
    noun = que.nbor(-1)
    clause = tree.doc[que.i + 1 : min(que.i + _CLAUSE, que.sent.end)]
    aux = next((t for t in clause if t.lower_ in AVOIR or t.pos_ == "PUNCT"), None)
    if aux is None or aux.pos_ == "PUNCT":
        return False
    verb = tree.doc[tree.heads[aux.i]]
    while noun.pos_ == "ADJ" and tree.heads[noun.i] < noun.i:
        noun = tree.doc[tree.heads[noun.i]]
    above = tree.doc[tree.heads[verb.i]]
    takes = tree.deps[noun.i] in {"obj", "obl:arg", "nmod", "ROOT", "obl:mod"} and tree.deps[verb.i] in {"ccomp", "acl"}
    if noun.pos_ != "NOUN" or not takes or not is_participle(verb) or noun.i not in _upward(tree, que.i - 1):
        return False
    if tree.deps[verb.i] == "ccomp" and above.i != noun.i and not _has_object(tree, above, noun):
        return False
    if verb.i < aux.i or not _agrees_in_full(verb, noun) or _has_own_object(tree, verb):
        return False
    subject = next((k for k in tree.doc[que.i + 1 : aux.i] if k.pos_ in _NOUNS | {"PRON"} and _is_head(tree, k)), None)
    if subject is None:
        return False
    if tree.deps[subject.i] != "nsubj":
        tree.hang(subject.i, verb.i, "nsubj")
    tree.hang(verb.i, noun.i, "acl:relcl")
    que.pos_ = "PRON"
    tree.hang(que.i, verb.i, "obj")
    return True


def _upward(tree: Tree, at: int) -> set[int]:
    """Return a word and all above it."""
    above = {at}
    while tree.heads[at] != at:
        at = tree.heads[at]
        above.add(at)
    return above


def _is_head(tree: Tree, token: Token) -> bool:
    """Return whether a word leads its phrase: nothing beside it between "que" and the verb is above it."""
    return tree.deps[token.i] in {"nsubj", "nmod", "obj", "dep", "nsubj:pass"} and not _case_of(tree, token)


def _has_object(tree: Tree, verb: Token, noun: Token) -> bool:
    """Return whether a verb has the noun before "que" as its object, and so asks for no clause."""
    return tree.heads[noun.i] == verb.i and tree.deps[noun.i] == "obj"


def _has_own_object(tree: Tree, verb: Token) -> bool:
    """Return whether a verb has an object behind it that is no span of time ("ces dernières semaines")."""
    objects = (k for k in verb.rights if tree.deps[k.i] == "obj" and tree.heads[k.i] == verb.i)
    return any(not any(d.lower_ in {"ces", "cette", "ce"} for d in k.lefts) for k in objects)


def _agrees_in_full(participle: Token, noun: Token) -> bool:
    """Return whether a participle says its gender or number, and those of the noun, as it does behind an object."""
    return agrees(participle, noun) and any(participle.morph.get(kind, []) for kind in ("Gender", "Number"))


def mend_common_quality(tree: Tree, quality: Token) -> bool:
    """Hang a plural quality on all that it is said of: "trois soldats et un civil | blessés"."""
    if tree.deps[quality.i] not in {"amod", "acl"} or "Plur" not in quality.morph.get("Number", []):
        return False
    last = tree.doc[tree.heads[quality.i]]
    if last.i >= quality.i or "Sing" not in last.morph.get("Number", []) or last.pos_ != "NOUN":
        return False
    opens = min((k.i for k in last.lefts), default=last.i)
    if opens <= last.sent.start or tree.doc[opens].pos_ != "CCONJ":
        return False
    first = tree.doc[opens - 1]
    if first.pos_ != "NOUN" or not any(k.dep_ in {"nummod", "det"} for k in first.lefts):
        return False
    tree.hang(last.i, first.i, "conj")
    tree.hang(quality.i, first.i, "acl" if is_participle(quality) else tree.deps[quality.i])
    return True


def mend_taken(tree: Tree, taken: Token) -> bool:
    """Hang a bare "fait prisonnier" on whom it is said of: "l'un de ses chefs | fait prisonnier par l'armée"."""
    if taken.lower_ not in PRISONERS or taken.i < taken.sent.start + 2:
        return False
    made, noun = taken.nbor(-1), taken.nbor(-2)
    own = any(k.dep_.startswith(("aux", "nsubj")) for k in made.lefts)
    if made.lower_ not in _MADE or own or noun.pos_ not in _NOUNS:
        return False
    one = tree.doc[tree.heads[noun.i]]
    made.set_morph("Tense=Past|VerbForm=Part")  # type: ignore[attr-defined]  # the stubs lack it
    tree.hang(made.i, one.i if one.lower_ in {"un", "une"} and one.pos_ == "PRON" else noun.i, "acl")
    tree.hang(taken.i, made.i, "xcomp")
    doer = next((t for t in tree.doc[taken.i + 1 : min(taken.i + 5, taken.sent.end)] if t.pos_ in _NOUNS), None)
    if doer is not None and taken.nbor(1).lower_ == "par" and _case_of(tree, doer) == "par":
        tree.hang(doer.i, made.i, "obl:agent")
    return True


def tie_aside(tree: Tree, aux: Token, participle: Token) -> bool:
    """Tie a participle to its auxiliary over a set phrase, which says nothing of the event."""
    tied = tie_participle(tree, aux, participle)
    if tied:
        tree.hang(participle.i - 1, participle.i, "advmod")
    return tied


def mend_parallel(tree: Tree, verb: Token) -> bool:
    """Join a verb to the one in its own tense: "ont affirmé que l'armée avait fui, et ont | fait état de dix morts"."""
    if tree.deps[verb.i] != "conj" or verb.pos_ != "VERB":
        return False
    first = tree.doc[tree.heads[verb.i]]
    above = tree.doc[tree.heads[first.i]]
    tenses = [_auxiliary(tree, one) for one in (verb, first, above)]
    own = any(tree.deps[k.i].startswith("nsubj") and tree.heads[k.i] == verb.i for k in verb.lefts)
    if tree.deps[first.i] != "ccomp" or own or None in tenses or tenses[0] != tenses[2] or tenses[0] == tenses[1]:
        return False
    tree.hang(verb.i, above.i, "conj")
    return True


def _auxiliary(tree: Tree, verb: Token) -> str | None:
    """Return the finite auxiliary of a verb, None where it has none."""
    return next((k.lower_ for k in verb.lefts if k.lower_ in AVOIR | ETRE and tree.heads[k.i] == verb.i), None)


def mend_present(tree: Tree, participle: Token) -> bool:
    """Hang a present participle behind a comma on the main verb: "a fui pour se cacher ici, | fuyant la guerre"."""
    if participle.i == participle.sent.start or participle.nbor(-1).text != "," or not _is_present(participle):
        return False
    aim = tree.doc[tree.heads[participle.i]]
    meant = any(k.dep_ == "mark" and k.lower_ == "pour" for k in aim.lefts)
    above = tree.doc[tree.heads[aim.i]]
    if aim.i > participle.i or "Inf" not in aim.morph.get("VerbForm", []) or not meant or above.pos_ != "VERB":
        return False
    tree.hang(participle.i, above.i, "advcl")
    return True


def _is_present(token: Token) -> bool:
    """Return whether a token is a present participle."""
    said = token.lower_.endswith("ant") and "Fin" not in token.morph.get("VerbForm", [])
    return token.pos_ == "VERB" and said  # no infinitive ends so, whatever the tagger says


def mend_quoted(tree: Tree, close: Token) -> bool:
    """Give a verb in quotation marks its object behind them: "ont « occupé » | dix villages"."""
    if close.text not in {"»", '"', "”"} or close.i == close.sent.start or close.i + 1 >= close.sent.end:
        return False
    verb, start = close.nbor(-1), close.i + 1
    noun = next((t for t in tree.doc[start : min(start + 4, close.sent.end)] if t.pos_ in _NOUNS), None)
    if verb.pos_ != "VERB" or noun is None or tree.heads[noun.i] != verb.i or tree.deps[noun.i] != "obl:mod":
        return False
    if _case_of(tree, noun) or not any(k.dep_ in {"det", "nummod"} and k.i >= start for k in noun.lefts):
        return False
    tree.hang(noun.i, verb.i, "obj")
    return True
