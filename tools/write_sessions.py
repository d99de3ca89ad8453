"""Run the sessions shown in README and tutorial anew, and write what they print into the pages.

A session is a comment `<!-- session: COMMAND -->` with a ```text block after it. The commands of a page run one after
the other in one folder, in which `reports/` is the demonstration corpus; CLAIM stands for the id of a claim that names
a source, and for it the reports are ingested where they were not yet.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HOUSE = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/tutorial.md")
SESSION = re.compile(r"(<!-- session: (?P<command>.+?) -->\n```text\n).*?(```\n)", re.DOTALL)
LONGEST = 50


def main() -> None:
    """Write the pages anew."""
    for name in PAGES:
        page = HOUSE / name
        with TemporaryDirectory() as folder:
            shutil.copytree(HOUSE / "src" / "selon" / "demo" / "reports", Path(folder) / "reports")
            text = SESSION.sub(lambda match: _run_session(match, Path(folder)), page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8")
        print(f"wrote {name}")


def _run_session(match: re.Match[str], folder: Path) -> str:
    """Return the session with what its command prints now."""
    command = match["command"]
    words = command.replace("CLAIM", _find_claim(folder)) if "CLAIM" in command else command
    done = _run(words, folder)
    lines = [line.rstrip() for line in done.splitlines()][:LONGEST]
    return match[1] + "$ " + words + "\n" + "\n".join(lines).strip("\n") + "\n" + match[3]


def _run(command: str, folder: Path) -> str:
    """Return what a command prints, 120 columns wide."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "120"}
    done = subprocess.run(  # noqa: S602 - the commands stand in our own pages
        command,
        shell=True,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env=environment,
    )
    return done.stdout.replace(f"{HOUSE}{os.sep}", "")


def _find_claim(folder: Path) -> str:
    """Return the beginning of the id of a claim that is told as hearsay or denied, on somebody's word."""
    if not (folder / "war.selon").exists():
        _run("selon ingest reports/ --record war.selon", folder)
    rows = [
        json.loads(line)
        for line in _run("selon claims --record war.selon --format jsonl 2>/dev/null", folder).splitlines()
    ]
    ranked = sorted(rows, key=lambda row: (-len(row["attribution"]), row["polarity"] != "negated", row["id"]))
    return str(ranked[0]["id"])[:8]


if __name__ == "__main__":
    main()
