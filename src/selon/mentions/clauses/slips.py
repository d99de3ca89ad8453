"""Slips: single words that the tagger or the parser took for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.clauses.tree import AVOIR, ETRE, REACH, is_participle

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.mentions.clauses.tree import Tree

_MISTAKEN = frozenset({"DET", "PRON", "ADJ", "ADP", "ADV", "NOUN", "PROPN", "X", "VERB"})


def mend_tag(tree: Tree, token: Token) -> bool:
    """Make a verb of a rare participle behind "avoir" that the tagger took for a small word, with its object."""
    if token.pos_ not in _MISTAKEN or not token.lower_.endswith(("é", "és", "ée", "ées")):
        return False
    aux = next((child for child in token.lefts if tree.deps[child.i] == "aux:tense"), None)
    if aux is None or aux.lower_ not in AVOIR or any(child.dep_ == "det" for child in token.lefts):
        return False
    token.pos_ = "VERB"
    token.set_morph("Tense=Past|VerbForm=Part")  # type: ignore[attr-defined]  # the stubs lack it
    after = next((child for child in token.rights if tree.deps[child.i] in {"nmod", "obl:arg"}), None)
    if after is not None:
        led = [child.lower_ for child in after.lefts if child.dep_ == "case"]
        if not led or led == ["des"]:  # "massacré | des villageois": an article
            tree.hang(after.i, token.i, "obj")
    return True


def mend_voice(tree: Tree, subject: Token) -> bool:
    """Make the subject of a verb in the active one: "des hommes ont arrêté", where the parser heard a passive."""
    if tree.deps[subject.i] != "nsubj:pass":
        return False
    verb = tree.doc[tree.heads[subject.i]]
    before = tree.doc[max(verb.sent.start, verb.i - REACH) : verb.i]
    forms = {t.lower_ for t in before if tree.heads[t.i] == verb.i}
    active = forms & AVOIR and not forms & (ETRE | {"été", "se", "s'", "s’"})
    if active:
        tree.deps[subject.i] = "nsubj"
    return bool(active)


def mend_agreement(tree: Tree, participle: Token) -> bool:
    """Hang a participle on the noun with which it agrees: "une frappe de drone | attribuée à l'armée"."""
    noun = tree.doc[tree.heads[participle.i]]
    above = tree.doc[tree.heads[noun.i]]
    if _mend_predicate(tree, participle):
        return True
    fits = tree.deps[participle.i] == "acl" and tree.deps[noun.i] == "nmod" and is_participle(participle)
    if not fits or not above.i < noun.i < participle.i or above.pos_ != "NOUN" or noun.pos_ != "NOUN":
        return False
    described = any(child.dep_ in {"det", "amod", "nummod"} for child in noun.children)
    bare = "Sing" in noun.morph.get("Number", []) and not described
    if (_agrees(participle, noun) and not bare) or not _agrees(participle, above):
        return False
    tree.hang(participle.i, above.i, "acl")
    return True


def _mend_predicate(tree: Tree, participle: Token) -> bool:
    """Hang a participle on the noun right before it: "fait état de dix civils | tués", where it hung on the verb."""
    noun = tree.doc[participle.i - 1] if participle.i else participle
    fits = tree.deps[participle.i] in {"xcomp", "advcl"} and _is_participle_alone(participle) and noun.pos_ == "NOUN"
    if not fits or tree.heads[noun.i] != tree.heads[participle.i] or not _agrees(participle, noun):
        return False
    led = any(child.dep_ == "case" for child in noun.lefts)
    if led and tree.heads[noun.i] < noun.i:
        tree.hang(participle.i, noun.i, "acl")
    return led


def _is_participle_alone(token: Token) -> bool:
    """Return whether a past participle has no auxiliary and no small word of its own before it."""
    return is_participle(token) and not any(child.i < token.i for child in token.children)


def _agrees(participle: Token, noun: Token) -> bool:
    """Return whether a participle can be said of a noun: nothing that both say of gender and number differs."""
    told = [(participle.morph.get(kind, []), noun.morph.get(kind, [])) for kind in ("Gender", "Number")]
    return all(not one or not other or one == other for one, other in told)


def mend_coordination(tree: Tree, token: Token) -> bool:
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
