"""The program `selon` with the fake reader in place of the real one: what tests of the command line run as a process.

FAKE_PROGRAM sets the version that the reader claims to be, FAKE_SECONDS how long it takes for a document,
FAKE_FAILS_ON a word that it cannot stand.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType

from fake_reader import FakeReader

pipeline = ModuleType("selon.pipeline")
pipeline.Reader = lambda _settings: FakeReader(  # type: ignore[attr-defined]
    program=os.environ.get("FAKE_PROGRAM", "1"),
    seconds=float(os.environ.get("FAKE_SECONDS", "0")),
    fails_on=os.environ.get("FAKE_FAILS_ON", ""),
)

if __name__ == "__main__":
    sys.modules["selon.pipeline"] = pipeline
    from selon.cli import main

    main()
