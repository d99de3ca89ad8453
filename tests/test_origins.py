"""Origins: on whose word a claim rests, who is cited by whom, chains that go round, and on which side they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.claims.claim import Argument, Claim, Factuality, Polarity, Role, Source, SourceKind, Status
from selon.codebook.marked import read_marked
from selon.demo.corpus import read_demo_documents, read_demo_outlets
from selon.documents.document import Document
from selon.errors import CodebookError
from selon.mentions.mention import Place
from selon.origins import (
    ClaimOrigin,
    Independence,
    Origin,
    OriginBook,
    OriginCount,
    OriginKind,
    cited_by,
    compare_origins,
    count_origins,
    count_sides,
    find_cycles,
    read_sides,
    resolve_origin,
    resolve_origins,
    same_side,
    settle_origins,
)
from selon.origins.words import fold_words
from selon.values import Position, TextSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.pipeline import Reader

EXAMPLES = Path(__file__).parent / "examples" / "fr" / "origins.txt"
LINES = [
    line for line in EXAMPLES.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")
]


def place_in(country: str) -> tuple[Argument, ...]:
    """Return the arguments of a claim that happens in a country, or none."""
    if not country:
        return ()
    place = Place(id="p", name="Ici", position=Position(0.0, 0.0), country=country)
    return (Argument(role=Role.PLACE, span=TextSpan(0, 1), place=place),)


def document(text: str, publisher: str = "RFI", name: str = "a.txt") -> Document:
    """Return a document of one day."""
    return Document(name=name, text=text, publisher=publisher, published=date(2020, 3, 4), language="fr")


def claim_of(  # noqa: PLR0913 - each is one thing that a claim may say
    doc: Document,
    chain: Sequence[tuple[str, str]],
    at: str,
    *,
    country: str = "",
    status: Status = Status.OCCURRED,
    polarity: Polarity = Polarity.AFFIRMED,
) -> Claim:
    """Return a claim of a document by the words of its trigger and of its sources, outermost first."""
    start = doc.text.index(at)
    sources = []
    for words, kind in chain:
        begin = doc.text.index(words)
        sources.append(Source(span=TextSpan(begin, begin + len(words)), kind=SourceKind(kind)))
    return Claim(
        document=doc.id,
        type="clash",
        trigger=TextSpan(start, start + len(at)),
        arguments=place_in(country),
        attribution=tuple(sources),
        factuality=Factuality(polarity=polarity, status=status),
    )


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:60])
def test_on_whose_word(line: str) -> None:
    marked = read_marked(line)
    doc = document(marked.text, marked.fact("publisher").replace("_", " "))
    answers = sorted(marked.answers, key=lambda answer: answer.value)
    sources = tuple(Source(span=answer.span, kind=SourceKind(answer.label)) for answer in answers)
    claim = Claim(
        document=doc.id,
        type="clash",
        trigger=TextSpan(0, 2),
        arguments=place_in(marked.fact("country")),
        attribution=sources,
    )
    found = resolve_origin(claim, doc)
    wanted = marked.fact("origin").replace("_", " ")
    assert fold_words(found.origin.key) == fold_words(wanted)
    assert found.origin.known == (marked.fact("known", "yes") == "yes")
    assert (found.claim_id, found.document_id) == (claim.id, doc.id)


def keys_of(doc: Document, *chains: tuple[str, str]) -> list[str]:
    """Return the keys of the origins of claims with one source each."""
    claims = [claim_of(doc, [chain], chain[0]) for chain in chains]
    return [found.origin.key for found in resolve_origins(claims, doc)]


def test_a_shorter_name_and_the_initials_are_the_name_given_in_full() -> None:
    doc = document(
        "L'Observatoire du Grand Lac accuse. Selon l'Observatoire, neuf sont morts. L'OGL insiste. "
        "Luc Dray voit. M. Dray part."
    )
    full, short, initials, name, last = keys_of(
        doc,
        ("L'Observatoire du Grand Lac", "organisation"),
        ("l'Observatoire", "organisation"),
        ("L'OGL", "organisation"),
        ("Luc Dray", "person"),
        ("M. Dray", "person"),
    )
    assert full == short == initials
    assert name == last != full


def test_cette_source_and_il_are_those_cited_before() -> None:
    doc = document("Une source policière parle d'un raid. D'après cette source, il y a eu dix morts. Elle cite un nom.")
    first, again, pronoun = keys_of(
        doc, ("Une source policière", "anonymous"), ("cette source", "anonymous"), ("Elle", "person")
    )
    assert first == again == pronoun


def test_the_spokesman_without_more_speaks_for_the_body_cited_before() -> None:
    doc = document(
        "Le Conseil du Fleuve compte six morts. Une source sécuritaire en compte neuf. "
        "La porte-parole maintient le chiffre. L'association attend. Le président se tait."
    )
    body, nobody, speaker, same, state = keys_of(
        doc,
        ("Le Conseil du Fleuve", "organisation"),
        ("Une source sécuritaire", "anonymous"),
        ("La porte-parole", "official"),
        ("L'association", "organisation"),
        ("Le président", "official"),
    )
    assert body == speaker == same
    assert nobody.startswith("?")
    assert state != body


def test_the_spokesman_of_the_ministry_speaks_for_the_one_named_before() -> None:
    doc = document("Le ministère tchadien de la Défense le dit. Le colonel Ali Dray, porte-parole du ministère, aussi.")
    ministry, speaker = keys_of(
        doc,
        ("Le ministère tchadien de la Défense", "official"),
        ("Le colonel Ali Dray, porte-parole du ministère", "official"),
    )
    assert ministry == speaker == "chad"


def test_where_nobody_was_cited_his_spokesman_speaks_for_the_doer() -> None:
    doc = document("L'aviation turque a frappé un dépôt, a dit son porte-parole.")
    doer = Argument(role=Role.AGENT, span=TextSpan(0, 17), entity="turkey/airforce")
    claim = replace(claim_of(doc, [("son porte-parole", "official")], "frappé"), arguments=(doer,))
    assert resolve_origin(claim, doc).origin.key == "turkey"


def test_his_spokesman_speaks_for_whoever_was_cited_before() -> None:
    doc = document("L'armée soudanaise dément. Selon son porte-parole, la ville tient.")
    assert keys_of(doc, ("L'armée soudanaise", "official"), ("son porte-parole", "official")) == ["sudan", "sudan"]


def test_the_path_runs_from_the_publisher_to_the_source() -> None:
    doc = document("Selon Reuters, citant le gouvernement afghan, la route est coupée.", "Le Figaro")
    claim = claim_of(doc, [("Reuters", "outlet"), ("le gouvernement afghan", "official")], "coupée")
    found = resolve_origin(claim, doc)
    assert found.keys == ("le_figaro", "reuters", "afghanistan")
    assert found.path[:2] == ("Le Figaro", "Reuters")


def circle() -> tuple[list[Document], list[ClaimOrigin]]:
    """Return three documents about one event: two outlets cite each other, one of them inhabitants."""
    texts = {
        "Sputnik": "Le camp est évacué, rapporte SANA, citant des habitants du bourg.",
        "SANA": "Le camp est évacué, selon Sputnik.",
        "RFI": "Le camp est évacué, selon SANA.",
    }
    chains = {
        "Sputnik": [("SANA", "outlet"), ("des habitants du bourg", "witness")],
        "SANA": [("Sputnik", "outlet")],
        "RFI": [("SANA", "outlet")],
    }
    docs = [document(text, publisher, f"{publisher}.txt") for publisher, text in texts.items()]
    return docs, [resolve_origin(claim_of(d, chains[d.publisher], "évacué"), d) for d in docs]


def test_a_chain_that_goes_round_is_found() -> None:
    docs, origins = circle()
    (found,) = find_cycles(origins)
    assert found.outlets == ("sana", "sputnik")
    assert set(found.documents) == {docs[0].id, docs[1].id}


def test_a_chain_that_goes_one_way_is_no_circle() -> None:
    _, origins = circle()
    assert find_cycles([origins[0], origins[2]]) == []


def test_a_cited_outlet_is_followed_to_its_own_source() -> None:
    _, origins = circle()
    settled = settle_origins(origins)
    assert settled[0].origin.key == settled[2].origin.key
    assert not settled[2].origin.known
    assert count_origins(found.origin for found in settle_origins(origins[::2])) == OriginCount(0, 1)


def test_who_is_cited_by_whom_how_often_hedged_and_denied() -> None:
    doc = document("Reuters parle d'un raid, Reuters nie un siège. Un camion a brûlé.")
    chain = [("Reuters", "outlet")]
    claims = [
        claim_of(doc, chain, "raid", status=Status.HEARSAY),
        claim_of(doc, chain, "siège", polarity=Polarity.NEGATED),
        claim_of(doc, [], "brûlé"),
    ]
    rows = cited_by(claims, resolve_origins(claims, doc), {doc.id: "RFI"}, denied={claims[0].id})
    assert [(row.origin.key, row.claims, row.documents, row.hedged, row.denying, row.denied) for row in rows] == [
        ("reuters", 2, 1, 1, 1, 1)
    ]
    assert rows[0].publishers == {"RFI": 1}


def unknown(key: str) -> Origin:
    """Return an unknown origin."""
    return Origin(key=key, label=key, kind=OriginKind.UNKNOWN, known=False)


def known(key: str, side: str = "") -> Origin:
    """Return a known origin."""
    return Origin(key=key, label=key, kind=OriginKind.OFFICIAL, side=side)


def test_independence_has_three_values() -> None:
    assert compare_origins(known("a"), known("b")) is Independence.INDEPENDENT
    assert compare_origins(known("a"), known("a")) is Independence.SHARED
    assert compare_origins(known("a"), unknown("?b")) is Independence.UNKNOWN
    assert compare_origins(unknown("?a"), unknown("?b")) is Independence.UNKNOWN


@given(st.lists(st.sampled_from(["a", "b", "c", "?d", "?e"]), max_size=12))
def test_unknown_origins_never_add_to_the_independent_ones(keys: list[str]) -> None:
    origins = [unknown(key) if key.startswith("?") else known(key) for key in keys]
    count = count_origins(origins)
    assert count.independent == len({key for key in keys if not key.startswith("?")})
    assert count_origins([*origins, unknown("?f")]).independent == count.independent
    assert count_origins(reversed(origins)) == count


def test_sides_are_counted_within_and_across() -> None:
    count = count_sides(
        [known("a", "state:mali"), known("a", "state:mali"), known("b", "armed:jnim"), known("c", "private")]
    )
    assert (dict(count.by_side), count.within, count.across, count.unaligned) == (
        {"armed:jnim": 1, "state:mali": 1},
        1,
        2,
        1,
    )


@pytest.mark.parametrize(
    ("publisher", "side"),
    [("SANA", "state:syria"), ("Press TV", "state:iran"), ("Amaq", "armed:daech"), ("Feuille de personne", "")],
)
def test_a_publisher_stands_on_its_side(publisher: str, side: str) -> None:
    assert OriginBook.load().publisher(publisher).side == side


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("state:syria", "party:syria", True),
        ("state:syria", "state:iran", False),
        ("private", "private", False),
        ("", "", False),
    ],
)
def test_a_state_and_its_outlets_are_one_camp(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert same_side(one, other) is same


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sides.csv", "name,side\nRFI,camp des lacs\nReuters,camp des lacs\n"),
        ("sides.toml", '[sides]\nRFI = "camp des lacs"\nReuters = "camp des lacs"\n'),
    ],
)
def test_a_user_gives_sides_of_their_own(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    book = OriginBook.load(sides=read_sides(file))
    assert book.publisher("RFI").side == book.publisher("Reuters").side == "camp des lacs"
    assert OriginBook.load().publisher("RFI").side != "camp des lacs"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "nom;camp\nRFI;x"), ("b.toml", "RFI = 3"), ("c.toml", "RFI ="), ("d.csv", "name,side\nRFI,\n")],
)
def test_a_file_of_sides_that_cannot_be_read_is_refused(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=name):
        read_sides(file)


@pytest.fixture(scope="session")
def demo_origins(reader: Reader) -> dict[str, list[ClaimOrigin]]:
    """Return the origins of the demonstration corpus, by report, read by the real reader."""
    book = OriginBook.load(read_demo_outlets())
    readings = reader.read_many(read_demo_documents())
    return {r.document.name: list(resolve_origins(r.claims, r.document, book)) for r in readings}


@pytest.mark.parametrize(
    ("report", "keys"),
    [
        ("02_hajine_djezireh.txt", {"name:obsarvatoira jasira"}),
        ("06_convoi_vestnik.txt", {"?habitant region@agence_barada"}),
        ("08_convoi_gazette.txt", {"usa"}),
        ("10_douentza_courrier.txt", {"mali"}),
        ("12_douentza_deltapresse.txt", {"jnim", "mali", "deltapresse"}),
        ("13_douentza_gazette.txt", {"jnim", "mali"}),
        ("17_abala_courrier.txt", {"office:prefet@niger", "icrc"}),
        ("19_abala_deltapresse.txt", {"niger"}),
        ("20_houliaipole_tribune.txt", {"office:gouverneur@ukraine"}),
        ("21_houliaipole_vestnik.txt", {"russia"}),
        ("22_houliaipole_deltapresse.txt", {"deltapresse", "office:gouverneur@ukraine"}),
        ("25_koutoum_courrier.txt", {"sudan"}),
    ],
)
def test_the_demonstration_rests_on_these(
    demo_origins: dict[str, list[ClaimOrigin]], report: str, keys: set[str]
) -> None:
    assert keys <= {found.origin.key for found in demo_origins[report]}


def test_the_circle_of_the_demonstration_is_found(demo_origins: dict[str, list[ClaimOrigin]]) -> None:
    (found,) = find_cycles(origin for origins in demo_origins.values() for origin in origins)
    assert found.outlets == ("agence_barada", "vestnik_sud")
    names = {origins[0].document_id: name for name, origins in demo_origins.items() if origins}
    assert {names[id_] for id_ in found.documents} == {"06_convoi_vestnik.txt", "07_convoi_barada.txt"}


def test_gold_chains_have_known_origins_where_a_coder_names_one(shared: Path) -> None:
    """Anonymous sources are never known, officials and armed actors nearly always, over every gold file."""
    import json

    told: dict[str, list[bool]] = {}
    for file in sorted((shared / "gold").glob("*/*.gold.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        for row in gold["claims"]:
            for link in row.get("attribution", [])[-1:]:
                doc = document(link["text"], gold.get("publisher") or "Wikinews")
                found = resolve_origin(claim_of(doc, [(link["text"], link["kind"])], link["text"], country="FR"), doc)
                told.setdefault(link["kind"], []).append(found.origin.known)
    share = {kind: sum(known) / len(known) for kind, known in told.items()}
    assert share["anonymous"] == 0
    assert share["official"] >= 0.95
    assert share["armed_actor"] >= 0.95
    assert share["outlet"] >= 0.85
