"""Commands that measure the reader against what people coded by hand: eval."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from selon.cli.inputs import load_documents
from selon.cli.options import Form, SummaryFormat
from selon.cli.output import build_table, console, plain, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from selon.documents.document import Document
    from selon.evaluation.gold import GoldDocument
    from selon.evaluation.scoreboard import Scoreboard

# What others reach on the same texts, as published or measured with their own programs.
_HEIDELTIME = {"strict": "0.860", "relaxed": "0.910", "value": "0.736"}
_PUBLIC_RULES = {"statement": "0.39, with source 0.32", "attributed": "0.69, with source 0.59", "telling": "0.27"}


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    group = typer.Typer(rich_markup_mode=None, invoke_without_command=True)
    group.callback(
        epilog="Examples:\n\nselon eval --gold gold/seeds --texts seeds\n\n"
        "selon eval --gold gold/seeds --texts seeds --claims claims.jsonl --errors 20\n\n"
        "selon eval timebank fr-timebank/\n\nselon eval entities wikinews/entities --stock"
    )(evaluate)
    group.command()(timebank)
    group.command()(framenet)
    group.command()(entities)
    app.add_typer(group, name="eval")


def evaluate(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    *,
    gold: Annotated[Path | None, typer.Option(help="Folder of *.gold.json.")] = None,
    texts: Annotated[Path | None, typer.Option(help="Folder of the texts that they were coded on.")] = None,
    claims: Annotated[str, typer.Option(metavar="FILE", help="Claims in JSON Lines; else the texts are read.")] = "",
    errors: Annotated[int, typer.Option(min=0, help="Show so many claims missed or found in excess.")] = 0,
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Score claims against a gold standard.

    How many of the claims coded by hand are found, and how right what is said of them is. Without --claims, the texts
    are read now.
    """
    if context.invoked_subcommand:
        return
    if gold is None or texts is None:
        message = "give both --gold and --texts, or a sub-command (entities, framenet, timebank)."
        raise typer.BadParameter(message)
    from selon.evaluation.gold import read_gold  # noqa: PLC0415
    from selon.evaluation.scoreboard import by_document, score  # noqa: PLC0415 - loaded when it is needed

    documents = read_gold(gold, texts)
    rows = _claims_of_file(claims) if claims else _read_texts(documents, texts)
    board = score(documents, by_document(rows), mistakes=errors)
    if form is Form.JSON:
        print_json(board.as_dict())
    else:
        _print_board(board)


def _claims_of_file(path: str) -> Iterator[dict[str, Any]]:
    """Yield the claims of a file, or of standard input."""
    from selon.errors import SelonError  # noqa: PLC0415
    from selon.exports.jsonl import read_rows  # noqa: PLC0415

    if path == "-":
        yield from read_rows(sys.stdin, where="standard input")
        return
    try:
        with Path(path).open(encoding="utf-8") as file:
            yield from read_rows(file, where=path)
    except (OSError, UnicodeDecodeError) as error:
        remedy = "Name a file of claims in JSON Lines, UTF-8"
        raise SelonError(f"the claims cannot be read ({error})", where=path, remedy=remedy) from error


def _read_texts(gold: Iterable[GoldDocument], texts: Path) -> Iterator[dict[str, Any]]:
    """Yield the claims that the reader finds in the texts of the gold."""
    from selon.claims.contract import build_row  # noqa: PLC0415
    from selon.pipeline import Reader  # noqa: PLC0415
    from selon.settings import Settings  # noqa: PLC0415

    reader = Reader(Settings.from_environment(os.environ))
    for reading in reader.read_many(documents_of(gold, texts)):
        yield from (build_row(claim, reading.document) for claim in reading.claims)


def documents_of(gold: Iterable[GoldDocument], texts: Path) -> Iterator[Document]:
    """Yield the documents of the gold; what no manifest says, the gold file does."""
    from selon.errors import SelonError  # noqa: PLC0415

    known = {item.name: item for item in gold}
    for arrival in load_documents([str(texts / name) for name in known]):
        if isinstance(arrival, SelonError):
            raise arrival
        item = known[Path(arrival.name).name]
        day = date.fromisoformat(item.published) if item.published else None
        yield replace(
            arrival,
            publisher=arrival.publisher or item.publisher,
            published=arrival.published or day,
            language=item.language or arrival.language,
        )


def _print_board(board: Scoreboard) -> None:
    """Print the scoreboard as tables."""
    screen = console()
    table = build_table("what", "precision", "recall", "F1", "n")
    named = [*board.f1s.items(), *((f"  {role}", figure) for role, figure in board.roles.items())]
    for name, f1 in named:
        table.add_row(name, f"{f1.p:.3f}", f"{f1.r:.3f}", f"{f1.f1:.3f}", str(f1.n))
    screen.print(table)
    table = build_table("what", "accuracy", "n")
    for name, accuracy in board.accuracies.items():
        table.add_row(name, f"{accuracy.acc:.3f}", str(accuracy.n))
    screen.print(table)
    for mistake in board.mistakes:
        screen.print(f"{mistake.kind:<7} {plain(mistake.document)}  {mistake.type}  … {plain(mistake.text)} …")
    screen.print(f"record {board.record:.3f} over {board.documents} documents", style="bold")


def timebank(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the French TimeBank.")],
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Score dates against the French TimeBank.

    Of the expressions of dates and hours: which are found with their very extent (strict), which at all (relaxed), and
    which with their right value. Beside them, what HeidelTime reaches on the whole corpus.
    """
    from selon.evaluation.timebank import score_timebank  # noqa: PLC0415 - loaded when it is needed

    figures = score_timebank(folder)
    columns = {"precision": "p", "recall": "r", "F1": "f1", "n": "n"}
    _print_figures(figures, form, columns, ("HeidelTime", _HEIDELTIME))


def framenet(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file of the French FrameNet on Sequoia.")],
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Score reported speech against the French FrameNet.

    Of what is said in words annotated as statements, as "selon" and the like, or as telling: the share whose content is
    found, and that of which the source is right too. Beside them, the best public rules for French.
    """
    from selon.codebook.speech import SpeechCodebook  # noqa: PLC0415 - loaded when it is needed
    from selon.errors import GoldError  # noqa: PLC0415
    from selon.evaluation.framenet import score_framenet  # noqa: PLC0415
    from selon.pipeline import build_pipeline  # noqa: PLC0415
    from selon.settings import Settings  # noqa: PLC0415

    if not file.is_file():
        raise GoldError("there is no such file", where=str(file), remedy="Name the JSON Lines file of the corpus")
    pipeline = build_pipeline(Settings.from_environment(os.environ).model)
    figures = score_framenet(file, pipeline, SpeechCodebook.load())
    columns = {"content": "content", "content and source": "content_and_source", "n": "annotations"}
    _print_figures(figures, form, columns, ("public rules", _PUBLIC_RULES))


def entities(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the annotations (*.ann).")],
    texts: Annotated[Path | None, typer.Option(help="The folder of the texts.  [default: texts beside DIR]")] = None,
    sample: Annotated[int, typer.Option(min=0, help="So many texts, evenly drawn; 0 is all.")] = 0,
    form: SummaryFormat = Form.TABLE,
    *,
    stock: Annotated[bool, typer.Option("--stock", help="Measure the stock French model too.")] = False,
) -> None:
    """Score the names of organisations and places against BRAT annotations.

    A name counts where its stretch is exactly the annotated one. With --stock, the named entities of the stock model on
    the same texts stand beside.
    """
    from selon.evaluation import entities as measure  # noqa: PLC0415 - loaded when it is needed
    from selon.pipeline import build_pipeline  # noqa: PLC0415
    from selon.settings import Settings  # noqa: PLC0415

    model = Settings.from_environment(os.environ).model
    marked = measure.read_entity_texts(folder, texts or folder.parent / "texts", sample=sample)
    figures = {"selon": measure.score_entities(marked, measure.find_entities(build_pipeline(model), marked))}
    if stock:
        found = measure.find_stock_entities(model, marked)
        figures["stock"] = measure.score_entities(marked, found)
    columns = {"precision": "p", "recall": "r", "F1": "f1", "n": "n"}
    if form is Form.JSON:
        print_json(figures)
        return
    rows = {f"{kind}, {who}": row for who, rows in figures.items() for kind, row in rows.items()}
    _print_figures(rows, form, columns)


def _print_figures(
    figures: Mapping[str, Mapping[str, float]],
    form: Form,
    columns: Mapping[str, str],
    beside: tuple[str, Mapping[str, str]] = ("", {}),
) -> None:
    """Print figures, a row each, with published ones beside."""
    if form is Form.JSON:
        print_json(figures)
        return
    name, published = beside
    table = build_table("what", *columns, *([name] if name else []))
    for what, row in figures.items():
        cells = [f"{value:.3f}" if isinstance(value := row[key], float) else str(value) for key in columns.values()]
        table.add_row(what, *cells, *([published.get(what, "")] if name else []))
    console().print(table)
