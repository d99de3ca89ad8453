"""Clauses: the parse mended where French press prose leads it astray."""
