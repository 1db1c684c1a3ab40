"""How the values of a column are written: numbers, dates, yes and no, as in many countries."""
