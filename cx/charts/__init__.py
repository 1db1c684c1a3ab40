"""One Altair theme and one function per picture."""
