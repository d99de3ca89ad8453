"""Dates and times in a text: their stretches, and the intervals that they mean for a day of publication."""
