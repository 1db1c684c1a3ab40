"""A file becomes a dataset: reading, typing, roles, checks."""
