"""Word order: the subject of a verb by where it stands, for clauses whose parse lost it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.remembered import sentence_end, sentence_start
from selon.mentions.dates.names import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from spacy.tokens import Token

_BEFORE_VERB = frozenset({
    "se", "s'", "s’", "ne", "n'", "n’", "l'", "l’", "le", "la", "les", "y", "en", "lui", "leur", "me", "nous", "vous",
})  # fmt: skip
_CONJUNCTIONS = frozenset({"lorsque", "lorsqu'", "lorsqu’", "quand", "puisque", "puisqu'"})  # tagged as prepositions
_RELATIVES = frozenset({"qui", "que", "qu'", "qu’", "dont", "où"})
_OPENERS = {")": "(", "»": "«", ",": ","}
_DATE_WORDS = frozenset({*WEEKDAYS, *MONTHS, "hier", "matin", "soir", "midi", "dernier"})
_INSERTION = 22
_ASIDE = 14
_PHRASE = 12
_NOUNS = frozenset({"NOUN", "PROPN", "X"})
_IN_CHUNK = frozenset({*_NOUNS, "ADJ", "NUM"})


def is_finite(verb: Token) -> bool:
    """Return whether a verb or its auxiliary is finite: "recule", "ont été repoussés"."""
    if "Fin" in verb.morph.get("VerbForm", []):
        return True
    return any(c.pos_ == "AUX" and "Fin" in c.morph.get("VerbForm", []) for c in verb.lefts)


def subject_before(verb: Token, *, insertions: bool = True, finite: bool = False) -> Token | None:
    """Return the head of the noun phrase that stands right before a finite verb with no preposition, or None.

    Clitics, auxiliaries and adverbs may stand between, and one insertion between commas or brackets. `finite` says that
    the verb is known to be finite, whatever its tag.
    """
    if verb.pos_ not in {"VERB", "AUX"} or not (finite or is_finite(verb)):
        return None
    at = _left_of_group(verb)
    if insertions:
        at = _step_over_insertion(verb, at)
    return _head_of_phrase(verb, at)


def in_relative_before(verb: Token, subject: Token) -> bool:
    """Return whether a noun taken for subject is in a relative clause that ends before the verb: "X, que Y …, V"."""
    at = _left_of_group(verb)
    if subject.i >= at or at < sentence_start(verb) or verb.doc[at].text != "," or subject.lower_ in _RELATIVES:
        return False
    opening = next((k for k in range(subject.i, sentence_start(verb), -1) if verb.doc[k].text == ","), None)
    if opening is None or verb.doc[opening + 1].lower_ not in {"que", "qu'", "qu’", "dont"}:
        return False
    return any(t.pos_ == "VERB" for t in verb.doc[subject.i : at]) and not any(
        t.text == "," for t in verb.doc[subject.i : at]
    )


def noun_before(pronoun: Token) -> Token | None:
    """Return the noun that a relative pronoun takes up by its place: the head of what stands right before it, or None.

    A comma is stepped over, and a gloss in brackets: "le groupe (EI), qui progresse".
    """
    at = pronoun.i - 1
    while at >= sentence_start(pronoun) and pronoun.doc[at].pos_ == "ADP":
        at -= 1
    if at >= sentence_start(pronoun) and pronoun.doc[at].text == ",":
        at -= 1
    if at >= sentence_start(pronoun) and pronoun.doc[at].text in {")", "»"}:
        at = _step_over_insertion(pronoun, at)
    return _head_of_phrase(pronoun, at)


def verb_before(noun: Token) -> Token | None:
    """Return the verb right before a noun without preposition, adverbs between: "mène encore des raids"."""
    chunk, at = _chunk_before(noun, noun.i, sentence_start(noun))
    dated = chunk is not None and is_date_word(chunk) and at < chunk.i < noun.i
    if chunk is None or (chunk.i != noun.i and not dated):
        return None
    while at >= sentence_start(noun) and (noun.doc[at].pos_ == "ADV" or is_date_word(noun.doc[at])):
        at -= 1
    verb = noun.doc[at] if at >= sentence_start(noun) else None
    return verb if verb is not None and verb.pos_ == "VERB" and not is_past_participle_alone(verb) else None


def is_date_word(token: Token) -> bool:
    """Return whether a word is one of a bare date: "samedi 24 août", "lundi soir", "hier"."""
    if token.lower_ in _DATE_WORDS:
        return True
    beside = [token.doc[i].lower_ for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    return token.lower_.rstrip("er").isdigit() and any(word in _DATE_WORDS for word in beside)


def is_past_participle_alone(verb: Token) -> bool:
    """Return whether a verb is a past participle without auxiliary: "tenu" in "le pont tenu"."""
    past = "Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", [])
    return past and not any(c.pos_ == "AUX" for c in verb.lefts)


def verbs_sharing(noun: Token) -> list[Token]:
    """Return the later verbs of which a subject is the subject too: "l'attaque a eu lieu et a été revendiquée"."""
    if noun.dep_ not in {"nsubj", "nsubj:pass"}:
        return []
    others = [c for c in noun.head.rights if c.dep_ == "conj" and c.pos_ == "VERB" and is_finite(c)]
    return [v for v in others if not any(c.dep_ in {"nsubj", "nsubj:pass"} for c in v.children)]


def verb_of_root(noun: Token) -> Token | None:
    """Return the finite verb behind a noun that was taken for the head of the sentence: "Un accord … a été signé"."""
    for token in noun.doc[noun.i + 1 : sentence_end(noun)]:
        if token.pos_ == "VERB" and is_finite(token):
            near = noun.i in {token.head.i, token.head.head.i}
            return token if near and token.dep_ != "acl:relcl" else None
    return None


def participles_behind(noun: Token) -> list[Token]:
    """Return the participle behind a comma that says more of a noun but hangs elsewhere: "un raid, mené par X"."""
    for token in noun.doc[noun.i + 1 : min(sentence_end(noun), noun.i + _ASIDE)]:
        if token.pos_ in {"VERB", "AUX"}:
            opens = token.nbor(-1).text == ","
            fits = opens and is_past_participle_alone(token) and token.head.i != noun.i and _agree(noun, token)
            return [token] if fits else []
    return []


def _agree(noun: Token, participle: Token) -> bool:
    """Return whether noun and participle have no gender or number that contradict each other."""
    for name in ("Gender", "Number"):
        one, other = noun.morph.get(name, []), participle.morph.get(name, [])
        if one and other and one != other:
            return False
    return True


def coordinated_behind(noun: Token) -> Token | None:
    """Return the noun that "et" joins to one before, whatever the parser made of it: "l'armée et | les rebelles"."""
    end = min(sentence_end(noun), noun.i + _PHRASE)
    link = next((t for t in noun.doc[noun.i + 1 : end] if t.lower_ == "et" or t.pos_ in {"VERB", "AUX"}), None)
    if link is None or link.lower_ != "et":
        return None
    near = noun.doc[link.i + 1 : min(end, link.i + 5)]
    return next((t for t in near if t.pos_ in _NOUNS), None)


def _left_of_group(verb: Token) -> int:
    """Return the index of the word left of a verb with its auxiliaries, clitics and adverbs."""
    at = verb.i - 1
    while at >= sentence_start(verb) and (
        verb.doc[at].pos_ in {"AUX", "ADV"} or (verb.doc[at].pos_ == "PRON" and verb.doc[at].lower_ in _BEFORE_VERB)
    ):
        at -= 1
    return at


def _step_over_insertion(verb: Token, at: int) -> int:
    """Return the index left of an insertion that ends at the index: "le groupe (EI) recule", "X, acculé, recule"."""
    opener = _OPENERS.get(verb.doc[at].text) if at >= sentence_start(verb) else None
    if opener is None:
        return at
    low = max(sentence_start(verb), at - _INSERTION)
    for back in range(at - 1, low - 1, -1):
        if verb.doc[back].text == opener:
            relative = verb.doc[back + 1].lower_ in _RELATIVES
            return back - 1 if relative or not any(t.pos_ == "AUX" for t in verb.doc[back:at]) else -1
        if verb.doc[back].text in {".", ";", ":"}:
            break
    return -1


def _head_of_phrase(verb: Token, at: int) -> Token | None:
    """Return the head of the noun phrase that ends at an index: the first noun of its last stretch without "de"."""
    low = max(sentence_start(verb), at - _PHRASE)
    while at >= low:
        chunk, at = _chunk_before(verb, at, low)
        if chunk is None:
            return None
        if not _is_governed(verb, at, low):
            return chunk
        at -= 1
    return None


def _chunk_before(verb: Token, at: int, low: int) -> tuple[Token | None, int]:
    """Return the first noun of the stretch of nouns and adjectives that ends at an index, and the index left of it."""
    head: Token | None = None
    while at >= low and verb.doc[at].pos_ in _IN_CHUNK:
        if verb.doc[at].pos_ in _NOUNS:
            head = verb.doc[at]
        at -= 1
    while at >= low and verb.doc[at].pos_ == "DET":
        at -= 1
    return head, at


def _is_governed(verb: Token, at: int, low: int) -> bool:
    """Return whether the word left of a noun phrase is the preposition that governs it."""
    return at >= low and verb.doc[at].pos_ == "ADP" and verb.doc[at].lower_ not in _CONJUNCTIONS
