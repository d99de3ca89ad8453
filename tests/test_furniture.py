"""Furniture: what the page puts around a report is marked, the report itself never."""

from __future__ import annotations

import importlib.util
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.codebook.furniture import LANGUAGES, FurnitureCue, read_furniture
from selon.documents.furniture import find_furniture
from selon.errors import CodebookError

if TYPE_CHECKING:
    from pathlib import Path

BODY = (
    "Le gouverneur a démenti lundi que la ville soit tombée aux mains des insurgés, qui tiennent le pont du nord.\n"
    "Deux soldats auraient été blessés pendant la nuit, selon un médecin de l'hôpital, qui n'a pas voulu être cité.\n"
    "Les habitants des quartiers de l'est ont quitté leurs maisons et marchent vers le fleuve, où rien n'est prévu.\n"
)


def marked(text: str) -> list[str]:
    """Return the stretches marked as furniture."""
    return [span.quote(text) for span in find_furniture(text)]


@pytest.mark.parametrize(
    "cue", [cue for language in LANGUAGES for cue in read_furniture(language)], ids=lambda cue: cue.phrase
)
def test_each_phrase_marks_its_own_example_below_a_report(cue: FurnitureCue) -> None:
    assert marked(BODY + cue.example) == [cue.example]


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/a/b?c=1",
        "radio-fleuve.example.ml",
        "© L'Écho du fleuve, 2021",
        "Copyright L'Écho du fleuve",
        "#Sahel #Gao #armée",
        "Monde | Afrique | Culture | Sport",
        "LIRE AUSSI: Le port rouvre",
        "► À lire aussi : Le port rouvre après la crue",
        "A LIRE ÉGALEMENT – Le port rouvre",
        "À lire aussi Le port rouvre après la crue",
        "Facebook, Twitter et WhatsApp",
        "Partager sur Facebook 12",
    ],
)
def test_a_line_of_furniture_inside_a_report_is_marked_alone(line: str) -> None:
    assert marked(BODY + line + "\n" + BODY) == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "À lire le communiqué de l'armée, la ville n'est pas tombée et les renforts arrivent.",
        "À voir les ruines du marché, on mesure la violence des tirs de la nuit.",
        "Photo à l'appui, le ministre accuse les rebelles d'avoir pillé l'hôpital.",
        "Sur le même sujet, le ministre a refusé de répondre aux questions.",
        "Partager le pouvoir, voilà ce que demandent les rebelles du nord.",
        "Les commentaires du général ont provoqué la colère des familles.",
        "Publié dans la nuit, le communiqué revendique l'attaque du poste.",
        "Lire entre les lignes de ce discours, c'est comprendre qu'une attaque se prépare.",
        "Twitter et Facebook sont coupés depuis lundi dans la capitale, selon une ONG.",
        "Il vous reste une journée pour vous rendre, a lancé le chef des insurgés.",
        "Facebook a supprimé les comptes de la milice.",
        "Le directeur de Radio Fleuve (radiofleuve.ml) a été arrêté mardi à Gao.",
        "Gao, Ménaka, Kidal : trois villes sans eau",
        "Connexion à Internet coupée à Gao",
        "Vidéo : le chef des insurgés quitte la ville",
        "Réponses des autorités et doutes des familles",
        "AFP",
    ],
)
def test_a_sentence_of_the_report_is_never_marked(sentence: str) -> None:
    assert marked(BODY + sentence + "\n" + BODY) == []
    assert marked(BODY + BODY + sentence) == []


def test_a_link_in_brackets_is_marked_within_its_paragraph() -> None:
    text = "Le port est fermé. (Lire aussi : La crue du fleuve) Le maire attend les secours de la capitale."
    assert marked(text) == ["(Lire aussi : La crue du fleuve)"]


def test_an_address_after_a_paragraph_is_marked_without_it() -> None:
    text = BODY.rstrip() + " https://t.co/abc123 pic.twitter.com/xyz"
    assert marked(text) == ["https://t.co/abc123 pic.twitter.com/xyz"]


def test_headlines_after_a_label_are_marked_and_the_report_goes_on() -> None:
    text = BODY + "Lire aussi :\nLa crue du fleuve\nUn port sous les eaux\n\n" + BODY
    assert marked(text) == ["Lire aussi :", "La crue du fleuve", "Un port sous les eaux"]


def test_lines_of_equal_width_after_a_label_are_no_headlines() -> None:
    text = (
        BODY + "Lire aussi :\nLe convoi a quitté la ville\net gagne le fleuve par la piste\nde l'est, dit un témoin.\n"
    )
    assert marked(text) == ["Lire aussi :"]


def test_everything_after_a_comment_form_is_furniture_however_long() -> None:
    comments = "Laisser un commentaire\nOmar dit :\n" + BODY * 5
    assert marked(BODY + comments)[0] == "Laisser un commentaire"
    text = BODY + comments
    assert find_furniture(text)[-1].end == len(text.rstrip())


def test_a_link_to_the_comments_above_the_report_ends_nothing() -> None:
    assert marked("La ville tient\nLaisser un commentaire\n" + BODY) == ["Laisser un commentaire"]


def test_a_share_block_in_the_middle_ends_nothing() -> None:
    text = BODY + "Partager cet article :\nFacebook ,\nTwitter ,\n" + BODY
    assert marked(text) == ["Partager cet article :", "Facebook ,", "Twitter ,"]


@pytest.mark.parametrize("fault", [{"match": "near"}, {"reach": "far"}, {"phrase": "Lire Plus"}])
def test_a_cue_that_cannot_be_used_is_refused(fault: dict[str, str]) -> None:
    sound = {"phrase": "lire plus", "match": "label", "example": "Lire plus :", "reason": "link"}
    with pytest.raises(CodebookError):
        FurnitureCue(**{**sound, **fault})


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Lire aussi :", "Partager sur Facebook", "(Lire aussi : X)", "a.fr", "©", " ", "\r", "é. ", BODY]
        )
        | st.text(max_size=12),
        max_size=12,
    ).map("\n".join)
)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    spans = find_furniture(text)
    assert all(span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))


def resolved_gold(shared: Path, folder: str, texts: Path) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Every gold document with its text and its resolved claims, read as the scorer reads them."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec
    assert spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    gold = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((shared / "gold" / folder).glob("*.json"))]
    read = [(entry, (texts / entry["document"]).read_text(encoding="utf-8")) for entry in gold]
    return [(entry["document"], text, score.resolve(entry, text)) for entry, text in read]


@pytest.mark.parametrize("folder", ["seeds", "wikinews", "wikinews-more"])
def test_no_claim_of_the_gold_lies_in_furniture(shared: Path, folder: str) -> None:
    texts = shared / "seeds" if folder == "seeds" else shared / "corpora" / "wikinews-fr" / "texts"
    for name, text, claims in resolved_gold(shared, folder, texts):
        for span in find_furniture(text):
            hit = [claim for claim in claims if span.start < claim["trigger"][1] and claim["trigger"][0] < span.end]
            assert not hit, (name, span.quote(text))


def test_the_tail_of_a_blog_page_is_marked_to_the_end(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("003*.txt")
    text = path.read_text(encoding="utf-8")
    tail = text.index("presstv.ir")
    covered = sum(span.end - span.start for span in find_furniture(text))
    assert find_furniture(text)[0].start == tail
    assert covered == len("".join(line.strip() for line in text[tail:].splitlines()))


def test_hardly_anything_of_clean_articles_is_marked(shared: Path) -> None:
    texts = sorted((shared / "corpora" / "wikinews-fr" / "texts").glob("*.txt"))[::4]
    size = covered = 0
    for path in texts:
        text = path.read_text(encoding="utf-8")
        size += len(text)
        covered += sum(span.end - span.start for span in find_furniture(text))
    assert covered < size * 0.004
