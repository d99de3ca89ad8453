"""Places in text: marked sentences of many wars, relative positions, anaphors, furniture, actors."""

from __future__ import annotations

import re

import pytest

from marked_files import marked_lines
from selon.codebook.marked import read_marked
from selon.codebook.places import read_place_file, read_place_rows, read_place_words
from selon.documents.document import Document
from selon.errors import CodebookError
from selon.mentions.gazetteer import open_gazetteer
from selon.mentions.mention import ActorClass, ActorMention
from selon.mentions.places.anaphors import find_place_anaphors
from selon.mentions.places.choice import distance_km
from selon.mentions.places.finding import find_places
from selon.mentions.places.names import read_lexicon
from selon.values import Position, Precision, TextSpan

SENTENCES = marked_lines("places")
REACH = {Precision.COUNTRY: 400.0, Precision.REGION: 120.0, Precision.PROVINCE: 80.0, Precision.LINE: 120.0}


@pytest.fixture(scope="session")
def gazetteer():
    return open_gazetteer()


@pytest.fixture(scope="session")
def find(nlp_plain, gazetteer):
    def find_in(text, actors=(), furniture=()):  # noqa: ANN202 - as the fixtures
        document = Document(name="x.txt", text=text, language="fr", furniture=furniture)
        return find_places(nlp_plain(text), gazetteer, document, actors)

    return find_in


@pytest.fixture(scope="session")
def find_anaphors(nlp_plain, gazetteer, find):
    return lambda text: find_place_anaphors(nlp_plain(text), find(text), gazetteer)


@pytest.mark.parametrize("line", SENTENCES, ids=[re.sub(r"\W+", "-", line)[:60] for line in SENTENCES])
def test_marked_places_are_found_and_no_others(find, line):
    marked = read_marked(line)
    found = {mention.span: mention for mention in find(marked.text)}
    wanted = {answer.span: answer for answer in marked.answers}
    assert sorted(span.quote(marked.text) for span in found) == sorted(answer.words for answer in wanted.values())
    for span, answer in wanted.items():
        place = found[span].place
        if answer.label == "open":
            assert place is None
            continue
        country, _, point = answer.value.partition(":")
        lat, lon = map(float, point.split(","))
        assert place is not None, answer.words
        assert (place.country or "-") == country, answer.words
        reach = REACH.get(place.position.precision, 25.0)
        assert distance_km(place.position, Position(lat, lon)) <= reach, answer.words


def test_distance_and_direction_move_the_position(find):
    (place,) = find("Le convoi a sauté à 50 km au sud de Gao.")
    assert place.place is not None
    assert place.position is not None
    assert distance_km(place.position, Position(15.82, -0.04)) < 3
    assert place.position.precision is Precision.NEAR


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("Des obus sont tombés près de Gao.", Precision.NEAR),
        ("Des obus sont tombés dans la banlieue de Damas.", Precision.NEAR),
        ("Des obus sont tombés au nord-est d'Alep.", Precision.NEAR),
        ("La route reliant Homs à Palmyre est coupée.", Precision.LINE),
        ("Un bus a sauté entre Homs et Palmyre.", Precision.LINE),
        ("Les tirs ont repris dans le nord de la Syrie.", Precision.REGION),
        ("Les tirs ont repris en Syrie.", Precision.COUNTRY),
        ("Les tirs ont repris à Damas.", Precision.LOCALITY),
    ],
)
def test_words_around_a_name_widen_its_position(find, text, precision):
    assert find(text)[0].position.precision is precision


def test_the_north_of_a_country_lies_north_of_its_centre(find):
    (north,) = find("Les tirs ont repris dans le nord de la Syrie.")
    assert north.position.lat > north.place.position.lat + 0.5


def test_a_place_between_two_lies_between_them(find):
    first, second = find("Un bus a sauté entre Homs et Palmyre.")
    assert first.place.position.lon < first.position.lon < second.place.position.lon


def test_homonyms_far_apart_stay_open_with_their_candidates(find):
    mentions = find("Des hommes armés sont entrés à San Miguel.")
    assert [mention.place for mention in mentions] == [None]
    assert len({place.country for place in mentions[0].candidates}) > 1


@pytest.mark.parametrize(("lead", "country"), [("En Libye", "LY"), ("Au Liban", "LB")])
def test_the_country_spoken_of_decides_between_homonyms(find, lead, country):
    assert [one.place.country for one in find(f"{lead}, l'armée a bouclé Tripoli.")] == [country, country]


def test_names_in_furniture_are_not_read(find):
    text = "À Gao, tout est calme. Rubriques : Paris, Kiev, Damas"
    assert [one.span.quote(text) for one in find(text, furniture=(TextSpan(24, len(text)),))] == ["Gao"]


def test_names_inside_an_organisation_are_not_places(find):
    text = "L'Observatoire de Homs a publié son bilan."
    actor = ActorMention(span=TextSpan(2, 22), entity="osdh", kind=ActorClass.ORGANISATION)
    assert find(text)
    assert find(text, actors=[actor]) == []


def test_a_person_known_by_a_place_leaves_the_place(find):
    text = "Le procureur de Grenoble a ouvert une enquête."
    actor = ActorMention(span=TextSpan(3, 24), entity=None, kind=ActorClass.PERSON)
    assert [one.span.quote(text) for one in find(text, actors=[actor])] == ["Grenoble"]


@pytest.mark.parametrize(
    ("text", "noun", "place"),
    [
        ("Les rebelles sont entrés à Bria. La ville est vide.", "La ville", "Bria"),
        ("Le cargo est arrivé au Yémen. Le pays manque de blé.", "Le pays", "Yémen"),
        ("Un obus est tombé à Goma. Des tirs ont repris dans la région.", "la région", "Goma"),
        ("Le général s'est rendu au Tchad. La capitale est calme.", "La capitale", "N'Djamena"),
    ],
)
def test_a_noun_alone_stands_for_the_place_before(find_anaphors, text, noun, place):
    anaphors = find_anaphors(text)
    assert [(one.span.quote(text), one.place.name) for one in anaphors] == [(noun, place)]


def test_a_noun_with_its_own_name_is_no_anaphor(find_anaphors):
    text = "Après Bria, les rebelles ont pris la ville de Bambari."
    assert find_anaphors(text) == []


def test_every_place_of_the_codebook_names_itself_in_its_example():
    lost = []
    for row in read_place_rows():
        example = row.example.replace("’", "'").casefold()
        if not any(name.split(" (")[0].replace("’", "'").casefold() in example for name in row.names):
            lost.append(row.name)
    assert lost == []


def test_every_place_of_the_codebook_is_read_in_its_example(find):
    kinds = {"base", "village", "town", "crossing", "camp", "river", "sea", "airport", "district", "area"}
    lost = []
    for row in (row for row in read_place_rows() if row.kind in kinds):
        near = [
            one
            for one in find(row.example)
            if one.place is not None
            and distance_km(one.place.position, row.position) <= max(25.0, row.position.radius_km)
        ]
        if not near:
            lost.append(row.name)
    assert lost == []


def test_every_place_word_stands_in_its_example():
    lost = [
        entry.word
        for entry in read_place_words("fr")
        if entry.word.casefold() not in entry.example.casefold()
        and not any(form in entry.example for form in entry.forms)
    ]
    assert lost == []


def test_adjectives_know_their_four_forms():
    adjectives = read_lexicon("fr").adjectives
    assert {adjectives[form] for form in ("syrien", "syriens", "syrienne", "syriennes")} == {"SY"}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("B,,1,2,FR,site,1,base,why,B\nA,,1,2,FR,site,1,base,why,A\n", "stands after"),
        ("A,,1,2,FR,site,1,base,why,A\nA,,1,2,FR,site,1,base,why,A\n", "stands twice"),
        ("A,,91,2,FR,site,1,base,why,A\n", "off the globe"),
        ("A,,x,2,FR,site,1,base,why,A\n", "could not convert"),
        ("A,,1,2,FR,spot,1,base,why,A\n", "spot"),
        ("A,,1,2,FR,site,1,base,,A\n", "lacks source"),
    ],
)
def test_faulty_rows_are_refused(rows, fault):
    header = "name,variants,lat,lon,country,precision,radius_km,kind,source,example\n"
    with pytest.raises(CodebookError, match=fault):
        read_place_file("x.csv", header + rows)
