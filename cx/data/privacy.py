"""Personal details are taken out of free text before it is shown."""

from __future__ import annotations

import re
from typing import Final

_EMAIL: Final = r"(?P<email>[\w.+%-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
# Eighteen digits with a birth date in the middle; the last may be X (GB 11643-1999).
_CHINESE_ID: Final = (
    r"(?P<id>(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"\d{3}[\dXx](?![\dXx]))"
)
_OCTET: Final = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP: Final = rf"(?P<ip>(?<![A-Za-z\d.]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d.]*\d))"
_PHONES: Final = (
    # China: mobile numbers start with 13–19, landlines with an area code or 400/800.
    r"(?<!\d)(?:(?:\+|00)86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)",
    r"(?<![\d-])\(?0\d{2,3}\)?[ -]?\d{3,4}[ -]?\d{4}(?![\d-])",
    r"(?<![\d-])[48]00[ -]\d{3}[ -]?\d{4}(?![\d-])",
    # International with its plus sign, North American and European in groups.
    r"(?<![\d+])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}\d(?!\d)",
    r"(?<![\d(-])\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}(?![\d-])",
    r"(?<![\d.])0\d(?:[ .-]?\d{2}){4}(?![\d])",
    r"(?<![\d.])0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,4}(?!\d)",
)
_PERSONAL: Final = re.compile(f"{_EMAIL}|{_CHINESE_ID}|{_IP}|(?P<phone>{'|'.join(_PHONES)})")


def mask(text: str) -> str:
    """Replace e-mail addresses, phone numbers, Chinese identity numbers and IP addresses.

    Args:
        text: free text in any language.

    Returns:
        The text with each of them replaced by what it was, in square brackets; all else is kept.

    >>> mask("write to ann@example.org or call 138 0013 8000, order 20240131")
    'write to [email] or call [phone], order 20240131'
    """
    return _PERSONAL.sub(lambda match: f"[{match.lastgroup}]", text)
