"""Steps that keep personal data out of the workspace: masked, or replaced by a pseudonym."""
