"""Bringing tables together: under each other, a newer one over an older one, side by side by id."""
