"""What is done to a table before it is used: steps that a person sees, accepts, refuses, undoes."""
