"""Reuse: passages that documents share, who was first, what was lost, and whose word a copy rests on."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selon.claims.claim import Claim, Factuality, Source, SourceKind, Status
from selon.demo.corpus import read_demo_documents, read_demo_outlets, read_demo_truth
from selon.documents.document import Document
from selon.origins import Order, OriginBook, ReuseIndex, find_reuse, resolve_origin, share_origin
from selon.origins import reuse as reuse_module
from selon.origins.passages import find_passages, read_wording
from selon.origins.reuse import compare_entries
from selon.origins.words import fold_words
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable

    from selon.origins import Reuse
    from selon.origins.reuse import Entry

DAY = date(2021, 5, 3)
RAID = (
    "Des avions auraient bombardé lundi le dépôt de carburant de la ville, tuant neuf gardiens et trois chauffeurs, "
    "ont affirmé des habitants du quartier nord."
)
COPY = "Des avions ont bombardé lundi le dépôt de carburant de la ville, tuant neuf gardiens et trois chauffeurs."
OTHER = "Le maire a inauguré hier une école de quatre classes en présence des parents venus en nombre."


def report(name: str, text: str, publisher: str = "RFI", day: date | None = DAY) -> Document:
    """Return a report."""
    return Document(name=name, text=text, publisher=publisher, published=day, language="fr")


def one(*documents: Document) -> Reuse:
    """Return the only reuse among documents."""
    (found,) = find_reuse(documents)
    return found


def test_a_reprint_is_found_with_its_lost_hedge() -> None:
    first, copy = report("a", RAID), report("b", f"{OTHER}\n{COPY}", "Le Figaro", DAY + timedelta(days=1))
    found = one(copy, first)
    assert (found.earlier, found.later, found.order) == (first.id, copy.id, Order.PUBLISHED)
    assert not found.credited
    assert [(loss.kind, loss.words, loss.became) for loss in found.lost] == [("hedge", "auraient", "ont")]
    assert 0.4 < found.containment < 0.6


def test_reports_without_common_words_share_nothing() -> None:
    assert find_reuse([report("a", RAID), report("b", OTHER)]) == []


def test_two_reporters_who_quote_one_speech_do_not_copy_each_other() -> None:
    speech = "« Nous ne quitterons jamais cette vallée tant que le dernier otage ne sera pas rentré chez lui »"
    assert find_reuse([report("a", f"{speech}, a dit le chef."), report("b", f"Le chef l'assure : {speech}.")]) == []


@pytest.mark.parametrize(
    ("one_text", "other_text", "publishers", "order", "first"),
    [
        (RAID, RAID, ("RFI", "Le Figaro"), Order.UNDETERMINED, ""),
        (f"{RAID} (avec Le Figaro)", RAID, ("RFI", "Le Figaro"), Order.CREDITED, "Le Figaro"),
        (RAID, RAID, ("RFI", "AFP"), Order.AGENCY, "AFP"),
    ],
)
def test_the_order_within_one_day(
    one_text: str, other_text: str, publishers: tuple[str, str], order: Order, first: str
) -> None:
    one_report, other = report("a", one_text, publishers[0]), report("b", other_text, publishers[1])
    found = one(one_report, other)
    assert found.order is order
    assert not first or found.earlier == other.id
    assert found.credited == (order is Order.CREDITED)


def test_a_copy_outside_the_window_is_left_alone() -> None:
    late = report("b", RAID, "Le Figaro", DAY + timedelta(days=40))
    assert find_reuse([report("a", RAID), late]) == []
    assert len(find_reuse([report("a", RAID), late], window_days=60)) == 1


def test_a_report_without_a_day_is_near_to_any() -> None:
    found = one(report("a", RAID, day=None), report("b", RAID, "Le Figaro", DAY))
    assert found.order is Order.UNDETERMINED


def test_furniture_that_comes_back_every_day_is_no_reuse() -> None:
    line = "Pour ne rien manquer de nos dossiers, inscrivez-vous dès à présent à notre lettre du matin et du soir."
    goods = "mil orge riz sel thé blé lin maïs coton sucre".split()
    chance = random.Random(3)  # noqa: S311 - the same words at every run
    words = [" ".join(chance.choices(goods, k=9)) for _ in range(40)]
    docs = [report(f"{at}", f"{line}\n{words[at]}.", day=DAY + timedelta(days=at)) for at in range(40)]
    assert find_reuse(docs) == []
    assert find_reuse(docs[:5])


def test_words_of_furniture_are_left_out() -> None:
    marked = [replace(report(name, RAID), furniture=(TextSpan(0, len(RAID)),)) for name in "ab"]
    assert find_reuse(marked) == []


def test_taking_a_document_out_leaves_no_trace() -> None:
    index = ReuseIndex()
    docs = [report("a", RAID), report("b", COPY, "Le Figaro")]
    for doc in docs:
        index.add(doc)
    before = index.find()
    index.add(report("c", RAID, "AFP"))
    assert len(index.find()) == 3
    index.remove(report("c", RAID, "AFP").id)
    assert index.find() == before == index.find_for(docs[0].id)
    assert len(index) == 2


SENTENCES = [
    "Une colonne de blindés a quitté la caserne avant l'aube en direction du col.",
    "Les habitants auraient fui vers la rive gauche avec leurs bêtes et leurs provisions.",
    "Trois ponts ont été détruits par des tirs partis de la colline au nord du bourg.",
    "Le porte-parole a refusé de commenter ces informations pendant toute la journée.",
    "Plusieurs centaines de soldats gardaient encore le barrage et la centrale électrique.",
]


@st.composite
def corpora(draw: st.DrawFn) -> list[Document]:
    """Return a few reports that share sentences, some changed by a word, on near days."""
    docs = []
    for at in range(draw(st.integers(2, 5))):
        picks = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
        text = " ".join(pick.replace("auraient fui", "ont fui") if draw(st.booleans()) else pick for pick in picks)
        day = draw(st.one_of(st.none(), st.integers(0, 20).map(lambda days: DAY + timedelta(days=days))))
        docs.append(report(f"{at}.txt", text, draw(st.sampled_from(["RFI", "AFP", "Le Figaro"])), day))
    return docs


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corpora(), st.randoms(use_true_random=False))
def test_the_order_of_adding_does_not_matter(docs: list[Document], shuffler: random.Random) -> None:
    shuffled = list(docs)
    shuffler.shuffle(shuffled)
    found = find_reuse(docs)
    assert find_reuse(shuffled) == found
    index = ReuseIndex()
    for doc in shuffled:
        index.add(doc)
    assert {reuse.id for doc in docs for reuse in index.find_for(doc.id)} == {reuse.id for reuse in found}


@settings(max_examples=60, deadline=None)
@given(corpora())
def test_every_run_quotes_the_same_words_on_both_sides(docs: list[Document]) -> None:
    texts = {doc.id: doc.text for doc in docs}
    for reuse in find_reuse(docs):
        assert 0 < reuse.containment <= 1
        for passage in reuse.passages:
            for run in passage.runs:
                pair = run.earlier.quote(texts[reuse.earlier]), run.later.quote(texts[reuse.later])
                assert fold_words(pair[0]) == fold_words(pair[1]) != ""
                assert passage.earlier.covers(run.earlier)
                assert passage.later.covers(run.later)


def test_other_apostrophes_and_accents_are_the_same_words() -> None:
    plain = "L'armée s'est emparée de l'aérodrome après deux jours de combats acharnés dans la plaine."
    curly = plain.replace("'", "’").replace("é", "e\u0301")
    (passage,) = find_passages(read_wording(report("a", plain)), read_wording(report("b", curly)))
    assert passage.later.quote(curly) == curly.rstrip(".")


def claim(
    doc: Document, trigger: str, source: str = "", kind: str = "witness", status: Status = Status.OCCURRED
) -> Claim:
    """Return a claim by its trigger and its source."""
    start, at = doc.text.index(trigger), doc.text.find(source)
    chain = (Source(span=TextSpan(at, at + len(source)), kind=SourceKind(kind)),) if source else ()
    return Claim(
        document=doc.id,
        type="air_strike",
        trigger=TextSpan(start, start + len(trigger)),
        attribution=chain,
        factuality=Factuality(status=status),
    )


def test_a_copy_rests_on_what_its_model_rests_on() -> None:
    first = report("a", RAID)
    copy = report("b", COPY, "Le Figaro", DAY + timedelta(days=1))
    third = report("c", COPY, "AFP", DAY + timedelta(days=2))
    claims = [
        claim(first, "bombardé", "des habitants du quartier nord", status=Status.HEARSAY),
        claim(copy, "bombardé"),
        claim(third, "bombardé"),
    ]
    docs = [first, copy, third]
    origins = [resolve_origin(one_claim, doc) for one_claim, doc in zip(claims, docs, strict=True)]
    reuses = find_reuse(docs, {doc.id: [one_claim] for doc, one_claim in zip(docs, claims, strict=True)})
    shared = share_origin(origins, reuses, claims)
    assert {found.origin.key for found in shared} == {"?habitant quartier nord@rfi"}
    assert [found.taken_from for found in shared] == ["", first.id, first.id]
    lost = {(loss.kind, loss.words) for reuse in reuses if reuse.earlier == first.id for loss in reuse.lost}
    assert lost == {("hedge", "auraient"), ("source", "des habitants du quartier nord")}


def test_a_copy_that_names_a_source_of_its_own_keeps_it() -> None:
    first, copy = report("a", COPY), report("b", f"{COPY} Moscou le confirme.", "AFP", DAY + timedelta(days=1))
    claims = [claim(first, "bombardé"), claim(copy, "bombardé", "Moscou", "official")]
    origins = [resolve_origin(claims[0], first), resolve_origin(claims[1], copy)]
    assert share_origin(origins, find_reuse([first, copy]), claims) == tuple(origins)


def test_without_an_order_the_copy_is_the_one_without_a_source() -> None:
    first, other = report("a", COPY), report("b", RAID, "Le Figaro")
    claims = [claim(first, "bombardé"), claim(other, "bombardé", "des habitants du quartier nord")]
    origins = [resolve_origin(claims[0], first), resolve_origin(claims[1], other)]
    shared = share_origin(origins, find_reuse([first, other]), claims)
    assert {found.origin.key for found in shared} == {"?habitant quartier nord@le_figaro"}


def test_the_reprints_of_the_demonstration_are_found() -> None:
    docs = read_demo_documents()
    names = {doc.id: doc.name for doc in docs}
    found = find_reuse(docs, book=OriginBook.load(read_demo_outlets()))
    wanted = read_demo_truth()["reuse"]
    assert {(names[r.earlier], names[r.later], r.credited) for r in found} == {
        (row["first"], row["copy"], row["credited"]) for row in wanted
    }
    hedges = {(names[r.earlier], names[r.later]) for r in found if any(loss.kind == "hedge" for loss in r.lost)}
    assert hedges == {(row["first"], row["copy"]) for row in wanted if "hedge" in row["lost"]}


def synthetic(count: int, seed: int = 7) -> tuple[list[Document], set[tuple[str, str]]]:
    """Return short reports of chance words with one furniture line, a fifth of them with two sentences of another."""
    chance = random.Random(seed)  # noqa: S311 - the same corpus at every run
    words = ["".join(chance.choice("bdfglmnprst") + chance.choice("aeiou") for _ in range(3)) for _ in range(3000)]
    docs: list[Document] = []
    copies = set()
    for at in range(count):
        lines = [" ".join(chance.choices(words, k=14)) + "." for _ in range(5)]
        day = DAY + timedelta(days=chance.randrange(count // 20 + 30))
        if docs and chance.random() < 0.2:
            model = docs[-1]
            lines[1:3] = model.text.split("\n")[2:4]
            day = (model.published or DAY) + timedelta(days=1)
            copies.add((model.name, str(at)))
        lines.append(
            "Pour ne rien manquer abonnez vous à notre lettre et suivez notre fil chaque matin dès maintenant."
        )
        docs.append(report(str(at), "\n".join(lines), f"Journal {at % 40}", day))
    return docs, copies


def test_the_pairs_compared_grow_as_the_documents_do(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = Counter[int]()

    def counted(one: Entry, other: Entry, is_furniture: Callable[[int], bool]) -> Reuse | None:
        compared[count] += 1
        return compare_entries(one, other, is_furniture)

    monkeypatch.setattr(reuse_module, "compare_entries", counted)
    for count in (1250, 5000):
        docs, copies = synthetic(count)
        found = find_reuse(docs)
        names = {doc.id: doc.name for doc in docs}
        assert copies <= {(names[reuse.earlier], names[reuse.later]) for reuse in found}
        assert len(found) <= 2 * len(copies)
        assert compared[count] <= 4 * len(copies)
    assert compared[5000] / compared[1250] < 4**1.25
