"""Places in a text: their names, which of several places of one name is meant, and positions told from them."""
