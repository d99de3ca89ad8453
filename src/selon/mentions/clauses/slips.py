"""Slips: single words that the tagger or the parser took for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.clauses.tree import AVOIR, ETRE, REACH, is_finite, is_participle

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from selon.mentions.clauses.tree import Tree

PARTICIPLES = ("é", "és", "ée", "ées")
_COMPOUNDS = frozenset({("arme", "blanche"), ("armes", "blanches"), ("arme", "lourde"), ("armes", "lourdes")})
SECONDS = frozenset(second for _, second in _COMPOUNDS)
_NOUNS = frozenset({"NOUN", "PROPN"})
_MISTAKEN = frozenset({"DET", "PRON", "ADJ", "ADP", "ADV", "NOUN", "PROPN", "X", "VERB"})


def mend_tag(tree: Tree, token: Token) -> bool:
    """Make a verb of a rare participle behind "avoir" that the tagger took for a small word, with its object."""
    if token.pos_ not in _MISTAKEN or not token.lower_.endswith(PARTICIPLES):
        return False
    aux = next((child for child in token.lefts if tree.deps[child.i] == "aux:tense"), None)
    if aux is None or aux.lower_ not in AVOIR or any(child.dep_ == "det" for child in token.lefts):
        return False
    if not is_participle(token):
        token.set_morph("Tense=Past|VerbForm=Part")  # type: ignore[attr-defined]  # the stubs lack it
    token.pos_ = "VERB"
    after = next((child for child in token.rights if tree.deps[child.i] in {"nmod", "obl:arg"}), None)
    if after is not None:
        led = [child.lower_ for child in after.lefts if child.dep_ == "case"]
        if not led or led == ["des"]:  # "massacré | des villageois": an article
            tree.hang(after.i, token.i, "obj")
    return True


def mend_list(tree: Tree, token: Token) -> bool:
    """Make one list of two subjects of one verb: "deux soldats, | un policier et un chauffeur ont été tués"."""
    if not tree.deps[token.i].startswith("nsubj"):
        return False
    opens = min((child.i for child in token.lefts), default=token.i) - 1
    first = tree.doc[opens - 1] if opens > token.sent.start else token
    while first.pos_ in {"ADJ", "PROPN"} and first.head.i < first.i and not tree.deps[first.i].startswith("nsubj"):
        first = first.head
    same = tree.heads[first.i] == tree.heads[token.i] and tree.deps[first.i].startswith("nsubj") and first.i < opens
    more = any(child.dep_ == "conj" for child in token.rights)
    if tree.doc[opens].text != "," or not same or not more or tree.heads[token.i] < token.i:
        return False
    tree.hang(token.i, first.i, "conj")
    return True


def mend_counted(tree: Tree, number: Token) -> bool:
    """Make a noun of what a number counts where it is tagged otherwise: "29 | civils ont été tués"."""
    if number.pos_ != "NUM" or number.i + 2 >= number.sent.end:
        return False
    noun, behind = number.nbor(1), number.nbor(2)
    beside = tree.heads[noun.i] == tree.heads[number.i] and tree.deps[noun.i] == tree.deps[number.i]
    own = tree.heads[number.i] == noun.i and tree.deps[noun.i] in {"nmod", "obl:arg", "obl:mod", "obj", "nsubj"}
    below = tree.heads[noun.i] == number.i and tree.deps[noun.i] == "amod" and behind.pos_ not in _NOUNS
    told = (beside or own) and (behind.pos_ == "AUX" or is_participle(behind))
    if noun.pos_ != "ADJ" or not (told or below):
        return False
    noun.pos_ = "NOUN"
    if below:
        verb = tree.doc[tree.heads[number.i]]
        objects = any(tree.deps[child.i] == "obj" for child in verb.rights)
        dep = "obj" if verb.pos_ == "VERB" and verb.i < number.i and not objects else tree.deps[number.i]
        tree.hang(noun.i, tree.heads[number.i], dep)
    if not own:
        tree.hang(number.i, noun.i, "nummod")
    return True


def mend_quality(tree: Tree, word: Token) -> bool:
    """Make an adjective of a finite verb that stands for one: "a mené une frappe | précise"."""
    if tree.deps[word.i] != "xcomp" or word.pos_ != "VERB" or not is_finite(word):
        return False
    noun = word.nbor(-1) if word.i > word.sent.start else word
    if noun.pos_ != "NOUN" or tree.heads[noun.i] != tree.heads[word.i]:
        return False
    word.pos_ = "ADJ"
    tree.hang(word.i, noun.i, "amod")
    for child in word.rights:
        if tree.heads[child.i] == word.i:
            tree.hang(child.i, noun.i, "nmod" if child.pos_ in _NOUNS else tree.deps[child.i])
    return True


def mend_beside(tree: Tree, participle: Token) -> bool:
    """Hang a participle on the noun before its comma with which it agrees: "tués dans l'explosion, | survenue …"."""
    if (
        tree.deps[participle.i] != "advcl"
        or participle.i < participle.sent.start + 2
        or not _is_participle_alone(participle)
    ):
        return False
    verb, noun = tree.doc[tree.heads[participle.i]], participle.nbor(-2)
    while noun.pos_ in {"ADJ", "PROPN"} and noun.head.i < noun.i:
        noun = noun.head
    subject = next((child for child in verb.lefts if tree.deps[child.i].startswith("nsubj")), None)
    beside = participle.nbor(-1).text == "," and noun.pos_ == "NOUN" and tree.stands_under(noun.i, verb.i)
    if not beside or subject is None or not agrees(participle, noun) or agrees(participle, subject):
        return False
    tree.hang(participle.i, noun.i, "acl")
    return True


def mend_compound(tree: Tree, second: Token) -> bool:
    """Keep the two words of a compound together: "à l'arme | blanche dix-huit civils"."""
    if second.lower_ not in SECONDS:
        return False
    first = second.nbor(-1) if second.i > second.sent.start else second
    if (first.lower_, second.lower_) not in _COMPOUNDS or tree.heads[second.i] == first.i:
        return False
    tree.hang(second.i, first.i, "amod")
    return True


def mend_complement(tree: Tree, token: Token) -> bool:
    """Make a noun of a complement that is tagged as an adverb: "des frappes de | drones"."""
    if token.pos_ != "ADV" or tree.deps[token.i] != "nmod":
        return False
    led = any(child.dep_ == "case" and child.lower_ in {"de", "d'", "d’"} for child in token.lefts)
    if not led or token.nbor(-1).pos_ != "ADP":
        return False
    if not token.lower_.endswith("s") or token.i + 1 >= len(token.doc) or token.nbor(1).pos_ != "ADJ":
        return False
    token.pos_ = "NOUN"
    return True


def mend_dead(tree: Tree, dead: Token) -> bool:
    """Part a clause from the next, which took its predicate for a subject: "62 civils sont | morts et dix ont …"."""
    if not tree.deps[dead.i].startswith("nsubj"):
        return False
    verb = tree.doc[tree.heads[dead.i]]
    own = any(tree.deps[child.i].startswith("nsubj") for child in dead.lefts)
    borne = any(child.dep_ in {"aux:pass", "cop", "aux:tense"} for child in dead.lefts)
    if not own or not borne or verb.i < dead.i:
        return False
    aux = next((child for child in verb.lefts if child.i > dead.i and child.dep_.startswith("aux")), verb)
    subject = _noun_before(tree.doc, aux.i, dead.i)
    if subject is None:
        return False
    tree.hang(subject.i, verb.i, tree.deps[dead.i])
    above = tree.heads[verb.i]
    tree.hang(dead.i, dead.i if above == verb.i else above, tree.deps[verb.i])
    tree.hang(verb.i, dead.i, "conj")
    return True


def _noun_before(doc: Doc, end: int, start: int) -> Token | None:
    """Return the word between two others that may be a subject: the first behind "et"."""
    cc = next((k for k in range(start + 1, end) if doc[k].pos_ == "CCONJ"), None)
    if cc is None:
        return None
    return next((doc[k] for k in range(cc + 1, end) if doc[k].pos_ in {"NOUN", "PROPN", "PRON", "NUM"}), None)


def mend_shared_case(tree: Tree, token: Token) -> bool:
    """Hang the second of two complements on the first: "frappes de la Russie et | de la coalition"."""
    if tree.deps[token.i] != "conj":
        return False
    case = _case_of(token)
    opens = min((child.i for child in token.lefts), default=token.i) - 1
    cc = next((child.i for child in token.lefts if child.dep_ == "cc"), opens)
    first = tree.doc[cc - 1] if cc > token.sent.start else token
    while first.pos_ in {"ADJ", "PROPN"} and first.head.i < first.i and _case_of(first) is None:
        first = first.head
    fits = case is not None and first.pos_ in {"NOUN", "PROPN"} and _case_of(first) == case and first.i < cc
    if not fits or first.i == tree.heads[token.i] or tree.heads[first.i] != tree.heads[token.i]:
        return False
    tree.hang(token.i, first.i, "conj")
    return True


def _case_of(noun: Token) -> str | None:
    """Return the preposition of a noun without its article, None where it has none."""
    case = next((child.lower_ for child in noun.lefts if child.dep_ == "case"), None)
    return "de" if case in {"d'", "d’", "du"} else case


def mend_both(tree: Tree, fois: Token) -> bool:
    """Give a verb its object behind "à la fois": "a visé à la fois | des ponts et des routes"."""
    if fois.lower_ != "fois":
        return False
    if [token.lower_ for token in fois.doc[max(fois.sent.start, fois.i - 2) : fois.i + 1]] != ["à", "la", "fois"]:
        return False
    noun = next((child for child in fois.rights if tree.deps[child.i] == "nmod"), None)
    verb = tree.doc[tree.heads[fois.i]]
    if noun is None or verb.pos_ != "VERB" or _case_of(noun) not in {"de", "des", None}:
        return False
    tree.hang(noun.i, verb.i, "obj")
    return True


def mend_gapped(tree: Tree, participle: Token) -> bool:
    """Make a clause of a noun and its participle behind "et": "des vitres ont été brisées et un pont | détruit"."""
    if tree.deps[participle.i] != "acl":
        return False
    noun = tree.doc[tree.heads[participle.i]]
    verb = tree.doc[tree.heads[noun.i]]
    fits = tree.deps[noun.i] == "dep" and is_participle(participle)
    joined = any(child.dep_ == "cc" for child in noun.lefts) and verb.i < noun.i < participle.i
    if not fits or not joined or not any(child.dep_ == "aux:pass" for child in verb.lefts):
        return False
    tree.hang(participle.i, verb.i, "conj")
    tree.hang(noun.i, participle.i, "nsubj:pass")
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
    dep = tree.deps[participle.i]
    if dep != "acl":
        return dep in {"xcomp", "advcl"} and _mend_predicate(tree, participle)
    noun = tree.doc[tree.heads[participle.i]]
    above = tree.doc[tree.heads[noun.i]]
    fits = tree.deps[noun.i] == "nmod" and is_participle(participle)
    if not fits or not above.i < noun.i < participle.i or above.pos_ != "NOUN" or noun.pos_ != "NOUN":
        return False
    described = any(child.dep_ in {"det", "amod", "nummod"} for child in noun.children)
    bare = "Sing" in noun.morph.get("Number", []) and not described
    if (agrees(participle, noun) and not bare) or not agrees(participle, above):
        return False
    tree.hang(participle.i, above.i, "acl")
    return True


def _mend_predicate(tree: Tree, participle: Token) -> bool:
    """Hang a participle on the noun right before it: "fait état de dix civils | tués", where it hung on the verb."""
    noun = tree.doc[participle.i - 1] if participle.i else participle
    fits = tree.deps[participle.i] in {"xcomp", "advcl"} and _is_participle_alone(participle) and noun.pos_ == "NOUN"
    if not fits or tree.heads[noun.i] != tree.heads[participle.i] or not agrees(participle, noun):
        return False
    led = any(child.dep_ == "case" for child in noun.lefts)
    if led and tree.heads[noun.i] < noun.i:
        tree.hang(participle.i, noun.i, "acl")
    return led


def _is_participle_alone(token: Token) -> bool:
    """Return whether a past participle has no auxiliary and no small word of its own before it."""
    return is_participle(token) and not any(child.i < token.i for child in token.children)


def agrees(participle: Token, noun: Token) -> bool:
    """Return whether a participle can be said of a noun: nothing that both say of gender and number differs."""
    told = [(participle.morph.get(kind, []), noun.morph.get(kind, [])) for kind in ("Gender", "Number")]
    return all(not one or not other or one == other for one, other in told)


def mend_coordination(tree: Tree, token: Token) -> bool:
    """Take a complement with its preposition for no second of what stands before it: "à l'armée | près de Gao"."""
    if tree.deps[token.i] != "conj":
        return False
    first = tree.doc[tree.heads[token.i]]
    if first.i > token.i or tree.heads[first.i] == first.i:
        return False
    joined = any(t.pos_ == "CCONJ" or t.text in {",", "/", "-"} for t in tree.doc[first.i + 1 : token.i])
    led = any(child.dep_ == "case" and child.i < token.i for child in token.children)
    if joined or not led or token.pos_ not in {"NOUN", "PROPN"}:
        return False
    tree.hang(token.i, tree.heads[first.i], "obl:mod")
    return True
