"""The codebook: what the reader knows, as data, and the code that reads and checks it.

Words, names and places lie in TOML and CSV: `fr/` (what French says), `en/`, `actors/`, `places/`, `outlets.toml`,
`types.toml`. Whoever codes may touch those files: sorted, without doubles, each entry with an example that is its test
and a reason; `selon codebook check` and `make forms` after a change. The modules beside them know no word of a war, no
spaCy and no SQL: each reads one kind of entry into frozen dataclasses and refuses what it cannot read whole.
"""
