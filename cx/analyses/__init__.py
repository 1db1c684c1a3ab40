"""One module per question: the function, its result, its headline."""
