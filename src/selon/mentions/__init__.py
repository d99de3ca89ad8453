"""Mentions: from a parsed text to what is named in it: actors, places, times, quantities.

`mention.py` draws the nouns; `tokens.py` and `sentences.py` mend the text before the parser; `actors.py`, `places.py`,
`dates.py` and `quantities.py` are the doors of the four stages, each a function from a parsed text to its mentions, and
the files named after them are theirs alone. A stage may read the codebook and the stages before it; it knows no claim
and no SQL.
"""
