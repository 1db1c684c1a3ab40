"""Spellings made equal before texts are compared."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

BREAK: Final = "|"
# Han ideographs with their extensions, kana and hangul: scripts without spaces between words.
CJK: Final = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_N_SLASH_A: Final = re.compile(r"\bn\s?[/.]\s?a\b\.?")
_PAUSE: Final = re.compile(rf"[^\w\s&*%-]+|(?<![\w])-+|-+(?![\w])|(?<=[{CJK}])\s+(?=[{CJK}])")
_SCRIPTS: Final = re.compile(rf"(?<=[{CJK}])(?=[^\W_{CJK}])|(?<=[^\W_{CJK}])(?=[{CJK}])")
_SPACE: Final = re.compile(r"[\s_-]+")
_BREAKS: Final = re.compile(rf"\s*(?:\{BREAK}\s*)+")


def normalise(text: str) -> str:
    """Give a text in one spelling, its clauses divided by `BREAK`.

    HTML entities are decoded, Unicode forms unified (NFKC), case folded; apostrophes fall away
    (“don't” = “dont”), hyphens become spaces, punctuation becomes a break, and so does a space
    between two Chinese characters, where it stands for punctuation. Between a Chinese and another
    letter there is always a space, so that word boundaries hold in mixed text.

    >>> normalise("Don&#39;t know ... Ｔoo pricey!")
    'dont know|too pricey'
    """
    text = unicodedata.normalize("NFKC", html.unescape(text)).casefold()
    text = _N_SLASH_A.sub("na", _APOSTROPHE.sub("", text))
    text = _SCRIPTS.sub(" ", _PAUSE.sub(BREAK, text))
    text = _SPACE.sub(" ", text)
    return _BREAKS.sub(BREAK, text).strip(f" {BREAK}")
