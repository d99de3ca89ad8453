"""The reading room: the record on pages, and the JSON API beneath them. Only this folder knows HTML and HTTP."""
