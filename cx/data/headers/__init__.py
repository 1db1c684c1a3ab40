"""Which rows of a table name its columns, and how the columns are called."""
