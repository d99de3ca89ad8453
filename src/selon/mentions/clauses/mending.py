"""Clauses mended after the parser: "L'armée a, dans la nuit de lundi à mardi, bombardé X" is one clause.

French press prose puts the day, the source or the reason between an auxiliary and its participle. The parser then takes
the auxiliary for a verb of its own and the participle for what qualifies the last noun of the insertion, and the clause
has lost its subject. Here the participle gets back what is its own, and the insertion hangs on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.clauses.finite import mend_finite, mend_name, mend_resumed, mend_uneven
from selon.mentions.clauses.hung import (
    INVERTED,
    MONTH_NAMES,
    PRISONERS,
    UNTIL,
    aside_of,
    mend_by,
    mend_common_quality,
    mend_day,
    mend_inverted,
    mend_parallel,
    mend_present,
    mend_quoted,
    mend_relative,
    mend_second,
    mend_taken,
    mend_until,
    tie_aside,
)
from selon.mentions.clauses.parted import mend_incise, mend_share, participle_of, tie_participle
from selon.mentions.clauses.slips import (
    PARTICIPLES,
    SECONDS,
    mend_agreement,
    mend_beside,
    mend_both,
    mend_complement,
    mend_compound,
    mend_coordination,
    mend_counted,
    mend_dead,
    mend_gapped,
    mend_list,
    mend_quality,
    mend_shared_case,
    mend_tag,
    mend_voice,
)
from selon.mentions.clauses.tree import AVOIR, ETRE, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
# In this order: each mend, and the labels or words at which it looks.
_MENDS = (
    (mend_name, _SUBJECTS),
    (mend_finite, frozenset({"amod", "acl"})),
    (mend_resumed, frozenset({"ROOT"})),
    (mend_incise, _SUBJECTS),
    (mend_share, frozenset({"dont", "parmi"})),
    (mend_voice, frozenset({"nsubj:pass"})),
    (mend_agreement, frozenset({"acl", "xcomp", "advcl"})),
    (mend_quality, frozenset({"xcomp"})),
    (mend_beside, frozenset({"advcl"})),
    (mend_list, _SUBJECTS),
    (mend_counted, frozenset({"NUM"})),
    (mend_compound, SECONDS),
    (mend_shared_case, frozenset({"conj"})),
    (mend_complement, frozenset({"nmod"})),
    (mend_dead, _SUBJECTS),
    (mend_both, frozenset({"fois"})),
    (mend_gapped, frozenset({"acl"})),
    (mend_coordination, frozenset({"conj"})),
    (mend_common_quality, frozenset({"amod", "acl"})),
    (mend_day, MONTH_NAMES),
    (mend_until, UNTIL),
    (mend_inverted, INVERTED),
    (mend_second, frozenset({"nsubj"})),
    (mend_relative, frozenset({"que", "qu'", "qu’"})),
    (mend_taken, PRISONERS),
    (mend_by, frozenset({"par"})),
    (mend_parallel, frozenset({"conj"})),
    (mend_uneven, frozenset({"conj"})),
    (mend_present, frozenset({"xcomp", "advcl"})),
    (mend_quoted, frozenset({"»", '"', "”"})),
)


def mend_clauses(doc: Doc) -> Doc:
    """Return the document with participles tied to the auxiliaries and subjects that an insertion parted from them.

    >>> mend_clauses(nlp("L'armée a, selon des témoins, tué douze civils."))[1].head   # doctest: +SKIP
    tué
    """
    tree = Tree(doc, [token.head.i for token in doc], [token.dep_ for token in doc])
    words, tags = [token.lower_ for token in doc], [token.pos_ for token in doc]
    changed = [mend_tag(tree, doc[at]) for at, word in enumerate(words) if word.endswith(PARTICIPLES)]
    auxiliaries = [doc[at] for at, word in enumerate(words) if word in AVOIR | ETRE]
    split = [(aux, participle) for aux in auxiliaries if (participle := participle_of(aux)) is not None]
    changed += [tie_participle(tree, aux, participle) for aux, participle in split]
    beside = [(aux, participle) for aux in auxiliaries if (participle := aside_of(aux)) is not None]
    changed += [tie_aside(tree, aux, participle) for aux, participle in beside]
    fixed, labelled = _places(words, tags), _places(tree.deps)
    for mend, looked_at in _MENDS:
        found = sorted({at for sign in looked_at for signs in (fixed, labelled) for at in signs.get(sign, ())})
        done = [mend(tree, doc[at]) for at in found]
        changed += done
        if any(done):
            labelled = _places(tree.deps)
    return tree.write() if any(changed) else doc


def _places(*rows: Sequence[str]) -> dict[str, list[int]]:
    """Return where each word, tag or label stands."""
    found: dict[str, list[int]] = {}
    for row in rows:
        for at, sign in enumerate(row):
            found.setdefault(sign, []).append(at)
    return found
