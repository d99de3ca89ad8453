"""Compile the inflected forms of every lemma of the codebook into src/selon/codebook/fr/forms.tsv.

    python tools/compile_forms.py            (writes the table)
    python tools/compile_forms.py --check    (only says whether the table is stale)

Every `[[entry]]` with `lemma` and `pos` in a file under codebook/fr counts. verbecc conjugates (it is needed only
here); plurals and feminines are rules, their exceptions stand in tools/inflection.toml.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selon.codebook.forms import plain_form
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CODEBOOK = Path(__file__).resolve().parents[1] / "src" / "selon" / "codebook" / "fr"
TABLE = CODEBOOK / "forms.tsv"
EXCEPTIONS = tomllib.loads((Path(__file__).parent / "inflection.toml").read_text(encoding="utf-8"))

MOODS = {
    ("infinitif", "infinitif-présent"): "Inf",
    ("indicatif", "présent"): "Ind.Pres",
    ("indicatif", "imparfait"): "Ind.Imp",
    ("indicatif", "futur-simple"): "Ind.Fut",
    ("indicatif", "passé-simple"): "Ind.Past",
    ("conditionnel", "présent"): "Cond.Pres",
    ("subjonctif", "présent"): "Subj.Pres",
    ("subjonctif", "imparfait"): "Subj.Imp",
    ("imperatif", "imperatif-présent"): "Imp.Pres",
    ("participe", "participe-présent"): "Part.Pres",
    ("participe", "participe-passé"): "Part.Past",
}
# Nobody is called "tu" in a report, and "sommes" is être, not sommer: no second person singular.
PERSONS = ("1s", "", "3s", "1p", "2p", "3p")
SLOTS = {
    "Ind.Past": {2: "3s", 5: "3p"},  # nobody reports in the first person of the passé simple
    "Subj.Imp": {2: "3s", 5: "3p"},
    "Imp.Pres": {1: "1p", 2: "2p"},
    "Part.Past": {0: "ms", 1: "mp", 2: "fs", 3: "fp"},
    "Inf": {0: ""},
    "Part.Pres": {0: ""},
}
QUOTED = re.compile(r'"([^"]+)"')
PRONOUN = re.compile(r"^(?:qu'|que )?(?:je |j'|tu |il |elle |on |nous |vous |ils |elles )?(?:se |s'|me |m'|te |t')?")
FUNCTION_WORDS = frozenset(
    "à a au aux avec contre d' d de des dans du en entre et hors l' l la le les leur leurs par pour qu' que sa se ses "
    "son sous sur s' s un une vers y ne pas".split()
)


def read_lemmas(folder: Path) -> list[tuple[str, str]]:
    """Return every (lemma, part of speech) of the codebook folder, each once, sorted.

    The words that conditions quote are "word".
    """
    found = set()
    for file in sorted(folder.rglob("*.toml")):
        for entry in tomllib.loads(file.read_text(encoding="utf-8")).get("entry", []):
            if isinstance(entry.get("lemma"), str) and isinstance(entry.get("pos"), str):
                found.add((entry["lemma"], entry["pos"]))
                found |= {(word, "word") for word in read_condition_words(entry)}
    return sorted(found)


def read_condition_words(entry: dict[str, Any]) -> set[str]:
    """Return the lemmas that the conditions of an entry quote: `object:"otage"`."""
    conditions = [*entry.get("needs", []), *entry.get("blocks", []), *(pair[0] for pair in entry.get("becomes", []))]
    return {word for condition in conditions for word in QUOTED.findall(condition)}


def split_phrases(lemmas: Iterable[tuple[str, str]], infinitives: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Give single words: the words of a phrase one by one, its first as a verb where it is one."""
    for lemma, pos in lemmas:
        words = [word for word in re.split(r"[ ]+|(?<=')", plain_form(lemma)) if word and word != "n"]
        if len(words) == 1:
            yield lemma, kind_of(lemma, pos, infinitives)
            continue
        content = [word for word in words if word not in FUNCTION_WORDS]
        for place, word in enumerate(content):
            if word in infinitives:
                yield word, "verb"
            if place or word not in infinitives:
                yield word, "noun"


def kind_of(lemma: str, pos: str, infinitives: frozenset[str]) -> str:
    """Return how a single word is inflected: verb, adjective, noun, person, or its part of speech as it is."""
    if pos in {"phrase", "word"} and lemma in infinitives:
        return "verb"
    if pos in {"phrase", "word"} and lemma in EXCEPTIONS["adjectives"]["words"]:
        return "adjective"
    if pos in {"noun", "word"}:
        return "person" if lemma in EXCEPTIONS["persons"]["nouns"] else "noun"
    return pos


def conjugate(
    verbs: Iterable[str],
    conjugator: Any,  # noqa: ANN401 - verbecc carries no types
) -> Iterator[tuple[str, str, str]]:
    """Give (form, verb, features) of every verb, old and new spelling."""
    for verb in verbs:
        for (mood, tense), feature in MOODS.items():
            forms = conjugator.conjugate(verb)["moods"].get(mood, {}).get(tense, [])
            for place, whole in enumerate(forms):
                person = SLOTS.get(feature, dict(enumerate(PERSONS))).get(place)
                if person is None or not whole or (person == "" and feature not in {"Inf", "Part.Pres"}):
                    continue
                form = PRONOUN.sub("", plain_form(whole))
                for spelling in spellings(form, verb, feature):
                    yield spelling, verb, f"{feature}.{person}".rstrip(".")


def spellings(form: str, verb: str, feature: str) -> set[str]:
    """Return the form in the spellings before and after 1990 (assiègera, assiégera; paraît, parait)."""
    found = {form, form.replace("î", "i"), re.sub("û(?!t$)", "u", form)}
    if feature in {"Ind.Fut", "Cond.Pres"} and re.search(r"é[^aeiouyé]+er$", verb):
        found.add(re.sub(r"è(?=[^aeiouyé]+er(?:a|o|i|e))", "é", form))
    return found


def plural(word: str) -> str:
    """Return the plural of a noun or adjective."""
    if word in EXCEPTIONS["plural"]:
        return str(EXCEPTIONS["plural"][word])
    if word in EXCEPTIONS["invariable"] or word.endswith(("s", "x", "z")):
        return word
    if word.endswith(("eau", "eu", "au")):
        return word + "x"
    return word[:-2] + "aux" if word.endswith("al") else word + "s"


def feminine(word: str) -> str:
    """Return the feminine of an adjective or of a noun of persons."""
    if word in EXCEPTIONS["feminine"]:
        return str(EXCEPTIONS["feminine"][word])
    rules = (
        ("e", "e"), ("teur", "trice"), ("eur", "euse"), ("eux", "euse"), ("if", "ive"), ("er", "ère"), ("ien", "ienne"),
        ("on", "onne"), ("el", "elle"), ("eil", "eille"), ("et", "ette"), ("eau", "elle"),
    )  # fmt: skip
    for end, other in rules:
        if word.endswith(end):
            return word[: -len(end)] + other
    return word + "e"


def decline(word: str, pos: str) -> Iterator[tuple[str, str]]:
    """Give (form, features) of a noun, an adjective or a word with one form."""
    word = plain_form(word)
    if pos not in {"noun", "person", "adjective"}:
        yield word, ""
    elif pos == "noun":
        yield from ((word, "s"), (plural(word), "p"))
    else:
        other = feminine(word)
        yield from ((word, "ms"), (other, "fs"), (plural(word), "mp"), (plural(other), "fp"))


def compile_forms(lemmas: list[tuple[str, str]]) -> list[str]:
    """Return the rows of the table, sorted."""
    from verbecc import Conjugator  # type: ignore[import-untyped]  # noqa: PLC0415 - importing it trains a model: seconds

    conjugator = Conjugator(lang="fr")
    words = sorted(set(split_phrases(lemmas, frozenset(conjugator.get_infinitives()))))
    table: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for form, verb, feature in conjugate((word for word, pos in words if pos == "verb"), conjugator):
        table[form, verb, "verb"].add(feature)
    for word, pos in words:
        if pos != "verb":
            for form, feature in decline(word, pos):
                table[form, word, "noun" if pos == "person" else pos].add(feature)
    return ["\t".join((*key, "|".join(sorted(features)))) for key, features in sorted(table.items())]


def lemma_digest(lemmas: list[tuple[str, str]]) -> str:
    """Return the digest that ties the table to the lemmas."""
    return digest(*(f"{lemma}/{pos}" for lemma, pos in lemmas))


def main(arguments: list[str] | None = None) -> int:
    """Write the table, or with --check return 1 where it is stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the table is stale")
    options: Any = parser.parse_args(arguments)
    lemmas = read_lemmas(CODEBOOK)
    head = f"# lemmas {lemma_digest(lemmas)}"
    if options.check:
        fresh = TABLE.is_file() and TABLE.read_text(encoding="utf-8").partition("\n")[0] == head
        sys.stdout.write("fresh\n" if fresh else "stale: run python tools/compile_forms.py\n")
        return 0 if fresh else 1
    rows = compile_forms(lemmas)
    TABLE.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lemmas)} lemmas, {len(rows)} forms\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
