"""Gold and scores: what people coded by hand, and how near the reader comes to it."""
