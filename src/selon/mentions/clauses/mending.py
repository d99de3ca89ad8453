"""Clauses mended after the parser: "L'armée a, dans la nuit de lundi à mardi, bombardé X" is one clause.

French press prose puts the day, the source or the reason between an auxiliary and its participle. The parser then takes
the auxiliary for a verb of its own and the participle for what qualifies the last noun of the insertion, and the clause
has lost its subject. Here the participle gets back what is its own, and the insertion hangs on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.clauses.parted import mend_incise, mend_share, participle_of, tie_participle
from selon.mentions.clauses.slips import (
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
from selon.mentions.clauses.tree import Tree

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MENDS = (  # in this order
    mend_incise,
    mend_share,
    mend_voice,
    mend_agreement,
    mend_quality,
    mend_beside,
    mend_list,
    mend_counted,
    mend_compound,
    mend_shared_case,
    mend_complement,
    mend_dead,
    mend_both,
    mend_gapped,
    mend_coordination,
)


def mend_clauses(doc: Doc) -> Doc:
    """Return the document with participles tied to the auxiliaries and subjects that an insertion parted from them.

    >>> mend_clauses(nlp("L'armée a, selon des témoins, tué douze civils."))[1].head   # doctest: +SKIP
    tué
    """
    tree = Tree(doc, [token.head.i for token in doc], [token.dep_ for token in doc])
    changed = [mend_tag(tree, token) for token in doc]
    split = [(aux, participle) for aux in doc if (participle := participle_of(aux)) is not None]
    changed += [tie_participle(tree, aux, participle) for aux, participle in split]
    changed += [mend(tree, token) for mend in _MENDS for token in doc]
    return tree.write() if any(changed) else doc
