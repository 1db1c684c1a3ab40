"""UTF-16 without a byte order mark, told by its bytes."""

from __future__ import annotations

import re
from typing import Final

MOSTLY: Final = 0.95
# ASCII, kana, Chinese characters, and the signs of their width.
_USUAL: Final = re.compile(r"[\t\n\r -~\u3000-\u30ff\u3400-\u9fff\uff00-\uffef\u2014-\u2026]")


def wide_encoding(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every second byte of ASCII signs and line ends is zero."""
    pairs = len(head) // 2
    if pairs == 0:
        return None
    if head.count(0) < pairs // 5:
        return _wide_east_asian(head[: pairs * 2])
    first, second = head[0 : pairs * 2 : 2], head[1 : pairs * 2 : 2]
    if second.count(0) > 9 * first.count(0) and _ends_lines(first, second):
        return "utf-16-le"
    if first.count(0) > 9 * second.count(0) and _ends_lines(second, first):
        return "utf-16-be"
    return None


def _wide_east_asian(head: bytes) -> str | None:
    """Recognise UTF-16 in Chinese or Japanese: line ends in pairs, and nearly all signs usual."""
    for name, line_end in (("utf-16-le", b"\n\0"), ("utf-16-be", b"\0\n")):
        if line_end not in head:
            continue
        text = head.decode(name, "replace")
        if "\n" in text and len(_USUAL.findall(text)) > MOSTLY * len(text):
            return name
    return None


def _ends_lines(low: bytes, high: bytes) -> bool:
    return any(not high[match.start()] for match in re.finditer(rb"[\r\n]", low))
