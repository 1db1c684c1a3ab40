"""Workbooks: where the tables of a sheet are, and what stands in their cells."""
