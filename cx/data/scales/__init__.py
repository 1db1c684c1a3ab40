"""Which scale answers were given on, and what may be wrong with it."""
