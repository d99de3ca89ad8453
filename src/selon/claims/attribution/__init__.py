"""On whose word a claim stands: words of speech, their speakers, what they reach, and the chain of them."""
