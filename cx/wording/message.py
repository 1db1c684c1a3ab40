"""Messages that are translated when they are read, not when they are made.

A result computed while the page was English must speak Chinese a click later, so analyses keep
`Message` objects (an English text and its values) and turn them into words at the last moment.
The English text is the key of the gettext catalogue in `locale/`.
"""

from __future__ import annotations

import gettext
import string
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from cx.wording import formats

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "zh_CN": "简体中文"}
LOCALE_FOLDER: Final = Path(__file__).with_name("locale")

_language: ContextVar[str] = ContextVar("language", default="en")


def current_language() -> str:
    """Return the code of the language in use, a key of `LANGUAGES`."""
    return _language.get()


def use_language(code: str) -> None:
    """Use `code` from here on in this thread; an unknown code falls back to English."""
    _language.set(code if code in LANGUAGES else "en")


@contextmanager
def language(code: str) -> Iterator[None]:
    """Use `code` inside a `with` block.

    >>> with language("zh_CN"):
    ...     current_language()
    'zh_CN'
    """
    token = _language.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _language.reset(token)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in English with named values; `str()` gives it in the language in use.

    A placeholder says how its value is written: `{n:count}`, `{nps:points}`, `{share:percent}`
    (`cx.wording.formats.WRITERS` lists them all). A value may be a `Message` itself.
    """

    text: str
    values: tuple[tuple[str, Any], ...] = ()
    plural: str | None = None

    def __str__(self) -> str:
        values = dict(self.values)
        catalogue = _catalogue(current_language())
        if self.plural is None:
            text = catalogue.gettext(self.text)
        else:
            text = catalogue.ngettext(self.text, self.plural, int(values["n"]))
        return _Writer().vformat(text, (), values)


def msg(text: str, /, **values: Any) -> Message:
    """Make a message.

    >>> str(msg("{n:count} answers, NPS {nps:points}", n=2431, nps=32.04))
    '2,431 answers, NPS 32.0'
    """
    return Message(text, tuple(values.items()))


def plural(one: str, many: str, /, **values: Any) -> Message:
    """Make a message whose form follows the value named `n`.

    >>> str(plural("{n:count} answer", "{n:count} answers", n=1))
    '1 answer'
    """
    return Message(one, tuple(values.items()), many)


def t(text: str, /, **values: Any) -> str:
    """Translate at once: for the words of a page, which is written anew on every run."""
    return str(msg(text, **values))


class _Writer(string.Formatter):
    """Writes values by the name of their kind instead of a format specification."""

    def get_value(self, key: int | str, _args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec:
            return str(value)
        return formats.write(value, format_spec, current_language())


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("cx", LOCALE_FOLDER, [code])
