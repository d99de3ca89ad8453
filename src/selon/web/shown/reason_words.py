"""What the reader's rules are called among the words of the interface: a table for each kind of rule."""

from __future__ import annotations

import re
from types import MappingProxyType

# What a word is to the trigger.
SLOTS = MappingProxyType(
    {
        "subject": "subject",
        "object": "object",
        "dative": "dative",
        "by": "by",
        "possessor": "possessor",
        "adjective": "adjective",
        "place of the sentence": "place_of_sentence",
        "place of the target": "place_of_target",
        "what is ruled": "ruled",
        "reached": "reached",
        "bare": "bare",
        "inner": "inner",
    }
)
# How it hangs on the trigger, where that is worth a word; the first that fits.
HOWS = (
    (re.compile(r"pronoun|antecedent|relative"), "pronoun"),
    (re.compile(r"^shared"), "shared"),
    (re.compile(r" above$"), "above"),
    (re.compile(r"^control"), "control"),
    (re.compile(r"^support verb"), "support"),
    (re.compile(r"nested"), "nested"),
    (re.compile(r"predicate|ascribed|state"), "predicate"),
    (re.compile(r"^(?:right|before|behind|displaced|inverted)"), "beside"),
    (re.compile(r"opposed|second side"), "opposed"),
)
# What was found out about it afterwards.
TAILS = (
    (re.compile(r"pronoun"), "pronoun"),
    (re.compile(r"the speaker"), "speaker"),
    (re.compile(r"in or near (?P<word>.+)"), "town"),
    (re.compile(r"takes up (?P<word>.+)"), "takes_up"),
    (re.compile(r"placed by (?P<word>.+)"), "placed_by"),
    (re.compile(r"the (?:detail|town)"), "detail"),
)
# By what a learnt model goes.
FEATURES = MappingProxyType(
    {
        "rule": "rule",
        "slot": "grammar",
        "path": "grammar",
        "dep": "grammar",
        "head": "grammar",
        "prep": "preposition",
        "dist": "distance",
        "kind": "kind",
        "class": "kind",
        "named": "kind",
        "spoken": "spoken",
        "noun": "noun",
    }
)
# What makes a claim sure or unsure.
EFFECTS = MappingProxyType(
    {
        "intended": "intended",
        "possible": "possible",
        "hearsay": "hearsay",
        "negated": "negated",
        "negation": "negated",
        "determiner of negation": "negated",
        "denied": "denied",
        "denied death": "denied",
        "denied report": "denied",
        "refused": "refused",
        "failed": "failed",
        "attempt that failed": "failed",
        "ends": "ends",
        "prevented": "prevented",
        "cancels": "cancels",
        "conjecture": "conjecture",
        "conditional of the press": "press_conditional",
        "conditional of consequence": "consequence",
        "conditional beside a hypothesis": "hypothesis",
        "hypothesis": "hypothesis",
        "future": "future",
        "future in the past": "future_in_past",
    }
)
# How a word of saying gives its source.
FRAMES = MappingProxyType(
    {
        "inserted": "inserted",
        "passive": "passive",
        "compared": "compared",
        "que": "que",
        "infinitive": "infinitive",
        "preposition": "preposition",
        "object": "object",
        "attribute": "object",
        "quote": "quote",
        "relative": "relative",
    }
)
SOURCE_NOTES = MappingProxyType(
    {
        "goes on": "goes_on",
        "quotation goes on": "goes_on",
        "of a report": "of_report",
        "noun of saying": "noun_of_saying",
    }
)
