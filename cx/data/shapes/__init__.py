"""Answers in several columns or several in one cell, rankings, totals instead of people."""
