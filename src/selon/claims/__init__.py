"""Claims: from mentions to who says, on whose word, that who did what to whom, and how surely.

`claim.py` draws the nouns and `contract.py` gives them the public form; both are promises, and change only with a
note in the changelog. `events.py`, `attribution.py`, `factuality.py` and `assembly.py` are the doors of the stages; the
files named after them are theirs alone. What a verb, a noun or a phrase means stands in the codebook, what French
syntax does with it stands here.
"""
