"""Finite verbs that the parser took for what qualifies a noun, and names that it cut in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.clauses.tree import AVOIR, ETRE, is_finite

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.mentions.clauses.tree import Tree

_NOUNS = frozenset({"NOUN", "PROPN"})
_RELATIVES = frozenset({"qui", "que", "qu'", "qu’", "dont", "où"})
_MANY = frozenset({"les", "des", "ces", "ses", "leurs", "nos", "plusieurs", "certains", "quelques"})
_AFTER = frozenset(
    {"le", "la", "l'", "l’", "les", "des", "un", "une", "toujours", "encore", "désormais", "depuis", "en"}
)


def mend_name(tree: Tree, second: Token) -> bool:
    """Join the second word of a name to the first: "la milice Boko | Haram a enlevé", where it was a second subject."""
    if not tree.deps[second.i].startswith("nsubj") or second.i == second.sent.start:
        return False
    first, verb = second.nbor(-1), tree.doc[tree.heads[second.i]]
    named = all(t.is_title and t.pos_ in {"PROPN", "PRON", "NOUN", "X"} for t in (first, second))
    others = any(tree.deps[k.i].startswith("nsubj") and k.i < first.i for k in verb.lefts)
    if not named or first.pos_ != "PROPN" or tree.heads[first.i] == second.i:
        return False
    if not others and second.pos_ != "PRON":
        return False
    second.pos_ = "PROPN"
    tree.hang(second.i, first.i, "flat:name")
    return True


def mend_finite(tree: Tree, word: Token) -> bool:
    """Make the verb of a sentence that has none of what qualifies its subject: "Les rebelles | contrôlent la ville"."""
    if tree.deps[word.i] not in {"amod", "acl"} or not word.lower_.endswith("ent") or word.i + 1 >= word.sent.end:
        return False
    subject = tree.doc[tree.heads[word.i]]
    while tree.deps[subject.i] == "conj" and tree.heads[subject.i] < subject.i:
        subject = tree.doc[tree.heads[subject.i]]
    told = any(k.lower_ in _MANY for k in subject.lefts) or "Plur" in subject.morph.get("Number", [])
    many = told or any(k.dep_ == "conj" and k.i < word.i for k in subject.rights)
    alone = tree.heads[subject.i] == subject.i and subject.pos_ in _NOUNS and subject.i < word.i
    led = any(k.dep_ in {"nsubj", "mark", "obj", "iobj"} and k.i < word.i for k in word.lefts)
    if not alone or not many or led or word.nbor(1).lower_ not in _AFTER or word.nbor(-1).text == ",":
        return False
    word.pos_ = "VERB"
    word.set_morph("Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin")  # type: ignore[attr-defined]
    tree.hang(word.i, word.i, "ROOT")
    tree.hang(subject.i, word.i, "nsubj")
    for child in subject.rights:
        if child.i > word.i and tree.heads[child.i] == subject.i:
            bare = child.pos_ in _NOUNS and not any(k.dep_ == "case" for k in child.lefts)
            tree.hang(child.i, word.i, "obj" if bare else "obl:mod" if child.pos_ in _NOUNS else tree.deps[child.i])
    return True


def mend_uneven(tree: Tree, verb: Token) -> bool:
    """Join a finite verb to the finite one before it: "vers un client se trouvant ici et lui | a porté un coup"."""
    if tree.deps[verb.i] != "conj" or verb.pos_ != "VERB":
        return False
    first = tree.doc[tree.heads[verb.i]]
    own = any(tree.deps[k.i].startswith("nsubj") and tree.heads[k.i] == verb.i for k in verb.lefts)
    borne = any(k.lower_ in AVOIR | ETRE and tree.heads[k.i] == verb.i for k in verb.lefts)
    present = first.lower_.endswith("ant") and first.pos_ == "VERB"
    if own or not borne or not present:
        return False
    above = tree.doc[tree.heads[first.i]]
    while tree.heads[above.i] != above.i and above.pos_ != "VERB":
        above = tree.doc[tree.heads[above.i]]
    if above.pos_ != "VERB" or above.i > first.i:
        return False
    tree.hang(verb.i, above.i, "conj")
    return True


def mend_resumed(tree: Tree, noun: Token) -> bool:
    """Give a subject its verb behind a relative clause: "La ville, que l'armée assiège, | a été bombardée"."""
    if tree.deps[noun.i] != "ROOT" or noun.pos_ not in _NOUNS:
        return False
    clause = next((k for k in noun.rights if tree.deps[k.i] in {"acl", "acl:relcl"}), None)
    if clause is None or not any(k.lower_ in _RELATIVES for k in clause.subtree):
        return False
    verb = next((t for t in noun.doc[clause.i + 1 : noun.sent.end] if _goes_on(tree, t, clause, noun)), None)
    if verb is None:
        return False
    tree.hang(verb.i, verb.i, "ROOT")
    for child in verb.lefts:
        if tree.heads[child.i] == verb.i and tree.deps[child.i].startswith("nsubj"):
            tree.hang(child.i, clause.i, "obl:mod")
    passive = any(tree.deps[k.i] == "aux:pass" and tree.heads[k.i] == verb.i for k in verb.lefts)
    tree.hang(noun.i, verb.i, "nsubj:pass" if passive else "nsubj")
    return True


def _goes_on(tree: Tree, verb: Token, clause: Token, noun: Token) -> bool:
    """Return whether a verb below a relative clause is that of its noun: it agrees with no subject of its own."""
    if (
        verb.pos_ != "VERB"
        or tree.heads[verb.i] not in {clause.i, noun.i}
        or tree.deps[verb.i] not in {"advcl", "conj", "parataxis"}
    ):
        return False
    finite = next((k for k in verb.lefts if k.lower_ in AVOIR | ETRE and tree.heads[k.i] == verb.i), verb)
    if not is_finite(finite):
        return False
    own = next((k for k in verb.lefts if tree.deps[k.i].startswith("nsubj") and tree.heads[k.i] == verb.i), None)
    number = finite.morph.get("Number", [])
    fits = not number or number == noun.morph.get("Number", number)
    if own is None:
        return fits and noun.doc[finite.i - 1].text == ","
    wrong = bool(number) and own.morph.get("Number", number) != number and not any(own.conjuncts)
    return fits and wrong
