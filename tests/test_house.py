"""The house holds: imports run one way, help is quick, everything is pinned, and the documents say what is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(__file__).resolve().parents[1]
LOCKS = sorted(HOUSE.glob("requirements*.lock"))
DECISIONS = sorted((HOUSE / "docs" / "decisions").glob("*.md"))
PAGES = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")])
SOURCES = sorted((HOUSE / "src").rglob("*.py"))


def run(*arguments: str) -> str:
    """Return what this Python prints when it runs the arguments."""
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=HOUSE).stdout


def modules_after(statement: str) -> set[str]:
    """Return the top-level modules that are loaded after a statement."""
    return {name.split(".")[0] for name in run("-c", f"import sys; {statement}; print(*sys.modules)").split()}


def test_imports_run_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], capture_output=True, text=True, check=False, cwd=HOUSE)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", ["selon", "selon.cli", "selon.codebook.outlets", "selon.claims.contract"])
def test_a_cheap_import_stays_cheap(module: str) -> None:
    assert not modules_after(f"import {module}") & {"spacy", "thinc", "numpy", "sqlalchemy", "alembic"}


def test_help_loads_no_parser_and_no_store() -> None:
    program = "from selon.cli import app; app(['--help'], standalone_mode=False)"
    assert not modules_after(program) & {"spacy", "thinc", "sqlalchemy"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_with_hashes_and_names_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pins = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert "://" not in text
    assert "--index-url" not in text
    assert all(re.match(r"[a-z0-9-]+==\S+", pin) and "--hash=sha256:" in pin for pin in pins)
    assert not [pin for pin in pins if "==999" in pin]


def test_what_is_asked_for_is_locked() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {"requirements.lock": project["project"]["dependencies"]}
    asked |= {f"requirements-{group}.lock": names for group, names in project["dependency-groups"].items()}
    for lock, requirements in asked.items():
        text = (HOUSE / lock).read_text(encoding="utf-8")
        names = [re.match(r"[a-z0-9-]+", requirement) for requirement in requirements]
        assert [name[0] for name in names if name and f"\n{name[0]}==" not in f"\n{text}"] == []


def test_every_import_is_asked_for() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {*project["dependencies"], *project["optional-dependencies"]["postgresql"]}
    asked = {re.match(r"[a-z0-9-]+", name)[0] for name in wanted}  # type: ignore[index]
    homes = packages_distributions()
    found = {name for source in SOURCES for name in _imports(ast.parse(source.read_text(encoding="utf-8")))}
    strange = found - set(sys.stdlib_module_names) - {"selon"}
    assert {name for name in strange if not {home.lower().replace("_", "-") for home in homes[name]} & asked} == set()


def _imports(tree: ast.Module) -> Iterator[str]:
    """Yield the packages that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_tells_context_choice_and_price(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert [text.count(f"**{part}.**") for part in ("Context", "Choice", "Price")] == [1, 1, 1]
    assert text.startswith(f"# {int(decision.stem[:4])}. ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target and "=" not in target and "/" in target + "/"]
    marks = {"source", "cue", "agent", "trigger", "target"}  # the labels of marked sentences in examples
    assert [target for target in local if target not in marks and not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_a_page_names_no_folder_of_one_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert str(HOUSE) not in text
    assert not re.search(r"/(?:home|root|tmp|Users)/", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_make_targets_that_are_told_exist(page: Path) -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    told = set(re.findall(r"`make ([a-z]+)`|^make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))
    names = {name for pair in told for name in pair if name}
    assert {name for name in names if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/write_reference.py", "--check"], capture_output=True, text=True, check=False, cwd=HOUSE
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_commands_in_documents_exist() -> None:
    commands = set(re.findall(r"^## (selon(?: [a-z-]+)+)$", read("docs/reference/commands.md"), re.MULTILINE))
    for page in PAGES:
        blocks = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
        for line in lines:
            if line.startswith("selon "):
                assert any(line == name or line.startswith(f"{name} ") for name in commands), f"{page.name}: {line}"


@pytest.mark.parametrize("name", ["GeoNames", "LGPL-LR", "Natural Earth", "fr_core_news_md", "CC BY 4.0"])
def test_notice_names_what_we_stand_on(name: str) -> None:
    assert name in read("NOTICE")


def test_the_version_stands_the_same_everywhere() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert f"version: {project}" in read("CITATION.cff")


def read(name: str) -> str:
    """Return a file of the house."""
    return (HOUSE / name).read_text(encoding="utf-8")
