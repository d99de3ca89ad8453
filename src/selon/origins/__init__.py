"""Origins: from claims to on whose word they rest, who cites whom, and who copies whom."""
