"""Text from people and files, made harmless for Markdown."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&])")


def plain(text: str) -> str:
    r"""Return Markdown that shows `text` as it is.

    >>> plain("a*b*")
    'a\\*b\\*'
    """
    return _MARKS.sub(r"\\\1", text)
