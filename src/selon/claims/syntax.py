"""French syntax over the parse: prepositions, noun phrases, voices, and who is the antecedent of whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selon.claims.remembered import once_a_parse, sentence_start
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
OBLIQUES = frozenset({"obl:arg", "obl:mod", "obl:agent", "obl", "nmod", "dep"})
_DENIAL_REACH = 4
_LEFT_OF_HEAD = frozenset({"det", "amod", "nummod", "advmod", "flat:name", "nmod", "dep"})
_RIGHT_OF_HEAD = frozenset(
    {"amod", "flat:name", "flat:foreign", "fixed", "nummod", "dep", "nmod", "obl:arg", "obl:mod"}
)
_CONTRACTED = {
    "du": "de", "des": "de", "d'": "de", "d’": "de", "d": "de", "au": "à", "aux": "à", "a": "à",
    "jusqu'": "jusque", "jusqu’": "jusque", "jusqu'à": "jusque", "jusqu'au": "jusque", "jusqu'aux": "jusque",
}  # fmt: skip
_DIRECTIONS = frozenset({"nord", "sud", "est", "ouest", "nord-est", "nord-ouest", "sud-est", "sud-ouest", "centre"})
_LOCATIVE_ADVERBS = frozenset(
    {"autour", "près", "loin", "hors", "proximité", "alentours", "environs", "abords", "portes", "sein"}
)
_NOUNLIKE = frozenset({"NOUN", "PROPN", "PRON", "X", "ADJ"})
_MAX_PHRASE = 14
_MAX_DEPTH = 3
_REFLEXIVE_REACH = 6
# Participles of the verbs that take "être" in the active: "ils sont partis" is no passive.
_TAKES_ETRE = re.compile(
    r"(?:r?all|arriv|(?:r)?entr|(?:re)?pass|retourn|rest|tomb|mont|demeur|n|décéd)ée?s?|(?:(?:re)?part|sort)ie?s?|"
    r"(?:re|de|inter|sur|par|pro)?venue?s?|descendue?s?|morte?s?"
)


def span_of(tokens: Sequence[Token]) -> TextSpan:
    """Return the stretch of text from the first to the last of the tokens."""
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return TextSpan(first.idx, last.idx + len(last))


@once_a_parse
def preposition_of(token: Token) -> str:
    """Return the preposition that introduces a noun or name: "de", "à", "en direction de"; "" where there is none.

    Contractions are undone ("du" is "de"). Compound prepositions are joined ("près de", "à destination de").
    """
    cases = [child for child in token.children if child.dep_ == "case" and child.i < token.i]
    if any(case.lower_ in {"lorsqu'", "lorsqu’", "lorsque"} for case in cases):
        return ""
    if not cases:
        return _preposition_before(token)
    words = []
    for case in cases:
        words += [case, *(child for child in case.children if child.dep_ in {"fixed", "case"})]
    words.sort(key=lambda t: t.i)
    plain = [plain_preposition(word) for word in words]
    head = token.head
    if len(plain) == 1 and plain[0] == "de" and head.i == words[0].i - 1 and head.pos_ in {"ADV", "ADP"}:
        return f"{head.lower_} de"  # "près de", "loin de": the parser hangs the noun on the adverb
    hung = words[0].i > sentence_start(token) and token.head.i != words[0].i - 1
    before = token.doc[words[0].i - 1].lower_ if hung else ""
    if plain == ["de"] and before in _DIRECTIONS:
        return f"au {before} de"  # "à l'est d'Alep": the parser hangs the name on the verb
    if plain == ["de"] and before in _LOCATIVE_ADVERBS:
        return f"{before} de"
    return " ".join(plain)


def _preposition_before(token: Token) -> str:
    """Return the preposition right before the noun phrase, for names that the parser left without one."""
    at = token.i - 1
    doc = token.doc
    while (
        at >= sentence_start(token)
        and doc[at].pos_ in {"DET", "NUM", "PUNCT"}
        and doc[at].lower_ in {"l'", "l’", "le", "la", "les"}
    ):
        at -= 1
    if at >= sentence_start(token) and (doc[at].pos_ == "ADP" or doc[at].text == "A"):
        return plain_preposition(doc[at])
    return ""


def plain_preposition(token: Token) -> str:
    """Return a preposition with its contraction undone: "des" and "d'" are "de", "aux" is "à"."""
    return _CONTRACTED.get(token.lower_, token.lower_)


@once_a_parse
def phrase_of(head: Token) -> tuple[Token, ...]:
    """Return the tokens of the noun phrase around its head, without relative clauses, participles and coordination."""
    left = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in _LEFT_OF_HEAD and child.i >= left - 4:
            left = min(left, child.left_edge.i)
    right = _name_edge(head.doc, _right_edge(head, depth=0))
    right = _named_apposition(head, right)
    tokens = list(head.doc[left : right + 1])
    while len(tokens) > 1 and (
        tokens[0].pos_ in {"PUNCT", "CCONJ", "SPACE"}
        or tokens[0].text == "A"
        or tokens[0].lower_ == "dont"
        or (tokens[0].pos_ == "ADP" and tokens[0].dep_ == "case")
    ):
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1].i > head.i and _opens_what_follows(tokens[-1]):
        tokens = tokens[:-1]
    return tuple(tokens[:_MAX_PHRASE]) if tokens[0].i <= head.i < tokens[0].i + _MAX_PHRASE else (head,)


def is_denied(noun: Token) -> bool:
    """Return whether a noun stands for none: "pas de blessés", "aucun mort", "sans victimes"."""
    before = [t.lower_ for t in noun.doc[max(0, noun.i - _DENIAL_REACH) : noun.i]]
    if before[-1:] and before[-1] in {"aucun", "aucune", "sans", "nul", "nulle"}:
        return True
    return before[-1:] in (["de"], ["d'"], ["d’"]) and bool({"pas", "plus", "jamais", "guère"} & set(before))


def _opens_what_follows(token: Token) -> bool:
    """Return whether a word at the end of a noun phrase belongs to what comes next: "les rebelles | autour de Beni"."""
    return (
        token.pos_ == "ADP" or token.lower_ in _LOCATIVE_ADVERBS - {"alentours", "environs"} or token.lower_ == "lors"
    )


def _named_apposition(head: Token, edge: int) -> int:
    """Return the edge moved over a name in apposition: "l'auteur des faits, Untel"."""
    if head.pos_ != "NOUN" or edge + 2 >= len(head.doc) or head.doc[edge + 1].text != ",":
        return edge
    name = head.doc[edge + 2]
    if name.pos_ == "PROPN" and name.dep_ == "appos" and name.head.i <= edge and name.head.i >= head.i:
        parts = (t.i for t in name.subtree if t.dep_ == "flat:name" or t.i == name.i)
        return _name_edge(head.doc, max(edge + 2, *parts))
    return edge


def _name_edge(doc: Doc, edge: int) -> int:
    """Return the edge moved over the rest of a name that the parser cut off: "la mosquée Omar | ben Yasser"."""
    end = len(doc) - 1
    while edge < end and (doc[edge].whitespace_ or doc[edge].text.endswith(("'", "’"))):
        word = doc[edge + 1]
        link = (
            word.lower_ in {"ben", "bin", "ibn", "el", "al", "abou"}
            and edge + 2 <= end
            and doc[edge + 2].text[:1].isupper()
        )
        if not link and not (word.pos_ in {"PROPN", "X"} and word.text[:1].isupper()):
            break
        edge += 1
    return edge


def _right_edge(head: Token, depth: int) -> int:
    """Return the index of the last token of the noun phrase to the right of its head."""
    edge = head.i
    for child in head.rights:
        verbal = child.pos_ == "VERB" and not is_named_participle(child)
        if child.dep_ not in _RIGHT_OF_HEAD or depth > _MAX_DEPTH or verbal:
            if child.dep_ == "punct" and child.text in {"-", "'", "’"}:
                continue
            break
        if child.dep_ in OBLIQUES and preposition_of(child) not in {"de", ""}:
            break
        if child.left_edge.i > edge + 2:
            break
        edge = max(edge, _right_edge(child, depth + 1))
    return edge


def is_named_participle(token: Token) -> bool:
    """Return whether a participle stands as a noun right behind "de": "un camp de déplacés", "un groupe d'exilés"."""
    before = token.nbor(-1) if token.i > 0 else token
    return is_past_participle(token) and before.lower_ in {"de", "d'", "d’", "des"} and before.dep_ == "case"


def conjuncts_of(token: Token) -> Iterator[Token]:
    """Yield the token and those coordinated with it, nouns with nouns ("la Russie et l'Iran")."""
    yield token
    for child in token.rights:
        alike = (child.pos_ in _NOUNLIKE) == (token.pos_ in _NOUNLIKE)
        if child.dep_ == "conj" and alike and not _is_bare_aside(child):
            yield from conjuncts_of(child)


def _is_bare_aside(token: Token) -> bool:
    """Return whether a word taken for coordinated only says more of a name: "la Turquie, membre de l'Alliance, …"."""
    head = token.head
    if (
        token.pos_ != "NOUN"
        or head.pos_ != "PROPN"
        or any(c.dep_ in {"det", "nummod", "case", "cc"} for c in token.lefts)
    ):
        return False
    first = min((t.i for t in token.lefts if not t.is_punct), default=token.i)
    return token.doc[first - 1].text == "," and not any(c.dep_ == "conj" for c in token.children)


def takes_etre(verb: Token) -> bool:
    """Return whether a participle is of a verb that takes "être" in the active: "est tombé", "sont partis"."""
    return _TAKES_ETRE.fullmatch(verb.lower_) is not None


@once_a_parse
def is_passive(verb: Token) -> bool:
    """Return whether the verb is passive: "a été tué", "tués par", a bare past participle on a noun."""
    if is_reflexive(verb) or _TAKES_ETRE.fullmatch(verb.lower_):
        return False
    if any(child.dep_ in {"aux:pass", "nsubj:pass"} for child in verb.children):
        return True
    if any(child.dep_ == "obj" and child.i > verb.i for child in verb.children):
        return False
    if verb.lower_.endswith(("it", "int")) and any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children):
        return False  # "X fait", "X détruit", "X a fait": no passive
    if is_past_participle(verb) and not any(child.dep_ in {"aux:tense", "aux:pass", "cop"} for child in verb.children):
        return verb.dep_ in {
            "acl",
            "amod",
            "ROOT",
            "advcl",
            "conj",
            "xcomp",
            "acl:relcl",
            "appos",
            "dep",
            "parataxis",
        } and not _shares_auxiliary(verb)
    return False


def _shares_auxiliary(verb: Token) -> bool:
    """Return whether a coordinated participle takes over an active auxiliary: "ont attaqué et brûlé"."""
    head = verb.head
    return (
        verb.dep_ == "conj"
        and head.pos_ == "VERB"
        and not is_passive(head)
        and any(c.dep_ == "aux:tense" for c in head.children)
    )


def is_past_participle(token: Token) -> bool:
    """Return whether the token is tagged as a past participle."""
    return "Part" in token.morph.get("VerbForm", []) and "Past" in token.morph.get("Tense", [])


def is_present_participle(token: Token) -> bool:
    """Return whether the token is a present participle: "visant", "tuant"."""
    return token.lower_.endswith("ant") and ("Part" in token.morph.get("VerbForm", []) or token.pos_ == "VERB")


def is_infinitive(token: Token) -> bool:
    """Return whether the token is an infinitive."""
    return "Inf" in token.morph.get("VerbForm", [])


@once_a_parse
def is_reflexive(verb: Token) -> bool:
    """Return whether the verb has a reflexive pronoun: "se rendre", "s'est emparé"."""
    if any(child.dep_ in {"expl:comp", "expl:pass"} or child.lower_ in {"se", "s'", "s’"} for child in verb.lefts):
        return True
    at = verb.i - 1
    while at >= max(sentence_start(verb), verb.i - _REFLEXIVE_REACH) and verb.doc[at].pos_ in {"AUX", "ADV", "PUNCT"}:
        at -= 1
    return at >= sentence_start(verb) and verb.doc[at].lower_ in {"se", "s'", "s’"}


def agreeing_noun(head: Token, clause: Token) -> Token:
    """Return the noun that a participle or relative clause stands on: the head, or a later noun that alone agrees.

    In "le port de la ville, tenue par les rebelles" it is the town that is held, whatever the parser says.
    """
    told = _inflection(clause)
    if not told or _agrees(_inflection_of_noun(head), told) is not False:
        return head
    for noun in reversed(head.doc[head.i + 1 : clause.i]):
        if noun.pos_ in {"NOUN", "PROPN"} and _agrees(_inflection_of_noun(noun), told):
            return head if noun.dep_ == "appos" else noun
    return head


def _inflection(clause: Token) -> dict[str, str]:
    """Return gender and number of a participle, or the number of a finite verb: of its auxiliary where it has one."""
    auxiliaries = [c for c in clause.children if c.dep_ in {"aux:tense", "aux:pass", "cop"}]
    if is_past_participle(clause) and not auxiliaries:
        return _features(clause, "Gender", "Number")
    return _features(min([clause, *auxiliaries], key=lambda t: t.i), "Number")


def _inflection_of_noun(noun: Token) -> dict[str, str]:
    """Return gender and number of a noun, from its determiner where the noun shows none."""
    found = _features(noun, "Gender", "Number")
    for child in noun.children:
        if child.dep_ == "det" and child.i < noun.i:
            found = {**_features(child, "Gender", "Number"), **found}
            if child.lower_ in {"des", "les", "aux", "ces"}:
                found["Number"] = "Plur"
    contracted = noun.nbor(-1).lower_ if noun.i > noun.sent.start else ""
    return {**found, "Number": "Plur"} if contracted in {"des", "aux"} else found


def _features(token: Token, *names: str) -> dict[str, str]:
    """Return the inflectional features of a token that the parser tells."""
    return {name: value[0] for name in names if (value := token.morph.get(name, []))}


def _agrees(noun: dict[str, str], told: dict[str, str]) -> bool | None:
    """Return whether a noun agrees with what is told: None where the noun shows too little to say."""
    shared = noun.keys() & told.keys()
    if any(noun[name] != told[name] for name in shared):
        return False
    return True if shared == told.keys() else None


def sentence_tokens(doc: Doc, span: TextSpan) -> list[Token]:
    """Return the tokens of the document that overlap a stretch of text."""
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return list(found) if found is not None else []


def whole_of(part: Token) -> Token | None:
    """Return the whole of which a word between commas is a part ("douze | civils, dont deux enfants,"), or None."""
    first = part.left_edge
    dont = first.i if first.lower_ == "dont" else first.i - 1
    if dont < part.sent.start + 2 or part.right_edge.i + 1 >= part.sent.end:
        return None
    between = (part.doc[dont - 1].text, part.doc[dont].lower_, part.right_edge.nbor(1).text) == (",", "dont", ",")
    counted = any(c.dep_ == "nummod" or c.pos_ == "NUM" for c in part.lefts)
    before = part.doc[dont - 2]
    return before if counted and between and before.pos_ in _NOUNLIKE else None
