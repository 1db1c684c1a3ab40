"""How personal data are written, in free text and as columns."""
