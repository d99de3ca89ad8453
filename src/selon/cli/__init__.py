"""The command line: one command a verb, one file a group of commands.

Importing this package loads Typer and nothing else of weight, neither spaCy nor a database: `selon --help` is quick.
"""

from selon.cli.app import app, main

__all__ = ["app", "main"]
