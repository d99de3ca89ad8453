"""The marked sentences of tests/examples, one a line; a test takes each as a case of its own."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).parent / "examples" / "fr"


def marked_lines(name: str) -> list[str]:
    """Return the marked sentences of a file of examples, named without its ending, comments left out."""
    lines = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
