"""Everything that `cx` refuses, said so that a person can act on it.

An error's text says what arrived, what is needed and what to do next; pages show it as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from cx.wording import Message, msg


class CxError(ValueError):
    """A refusal with a message for people, in the language in use when it is read."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class ColumnNotFound(CxError):
    """A column was asked for that the table does not have."""

    def __init__(self, asked: str, available: Sequence[str]) -> None:
        self.asked = asked
        self.available = tuple(available)
        lowered = {name.casefold(): name for name in reversed(self.available)}
        close = get_close_matches(str(asked).casefold(), lowered, n=1, cutoff=0.5)
        self.closest = lowered[close[0]] if close else None
        text = (
            msg(
                "There is no column “{asked}”. Did you mean “{closest}”? "
                "The table has: {available:list}.",
                asked=asked,
                closest=self.closest,
                available=self.available,
            )
            if self.closest
            else msg(
                "There is no column “{asked}”. The table has: {available:list}.",
                asked=asked,
                available=self.available,
            )
        )
        super().__init__(text)


class UnreadableFile(CxError):
    """A file could not be turned into a table."""


class RoleMissing(CxError):
    """An analysis needs a column role that the dataset does not have."""


class WrongScale(CxError):
    """The scores are on a scale on which the asked figure is not defined."""


class InvalidSetting(CxError):
    """An option has a value that makes no sense."""


class Cancelled(CxError):
    """A person stopped a piece of work."""


class NotEnoughData(CxError):
    """No row is left to compute with."""
