"""Steps that bring answers spread over columns, or people counted in rows, into usual shape."""
