"""Personal details are taken out of free text before it is kept or shown."""

from __future__ import annotations

import re
from typing import Final

from cx.data.personal.detector import Detector, start_of
from cx.data.personal.documents import DOCUMENTS
from cx.data.personal.names import NAME_WORDS, NAMES, SIGNATURES
from cx.data.personal.phones import PHONES
from cx.data.personal.places import COORDINATES, DEGREES, IPV4, IPV6

# Signs of other keyboards and typesetters that mean the same as a plain one, sign for sign.
_PLAIN: Final = str.maketrans(
    "０１２３４５６７８９＠．－（）＋，；／Ｘ\u3000\u00a0\u2007\u2009\u202f\u2010\u2011\u2212",
    "0123456789@.-()+,;/X     ---",
)
_LATIN: Final = r"A-Za-z0-9À-ÖØ-öø-ɏ"
_DOMAIN: Final = (
    rf"(?:[{_LATIN}](?:[{_LATIN}-]*[{_LATIN}])?\.)+(?:[A-Za-z]{{2,24}}|xn--[a-z0-9]+)(?![A-Za-z])"
)
_PROVIDERS: Final = (
    r"(?:gmail|googlemail|yahoo|hotmail|outlook|live|icloud|aol|gmx|web|orange|free|qq|163|126|sina"
    r"|foxmail|proton(?:mail)?)"
)
EMAILS: Final = (
    Detector(
        label="email",
        # The lookbehind keeps a long run of letters from being tried from each of them.
        pattern=re.compile(
            rf"(?<![{_LATIN}._%+'&-])['._%+&-]*+"
            rf"(?P<it>(?:[{_LATIN}][{_LATIN}._%+'&-]*+|[\u3400-\u9fff]{{1,4}}|[^\W\u3400-\u9fff]+)@"
            rf"(?:{_DOMAIN}|[\u3400-\u9fff]{{1,12}}\.(?:[A-Za-z]{{2,24}}|中国|公司|网络)))"
        ),
        hint="[@＠]",
    ),
    Detector(
        label="email",
        pattern=re.compile(
            rf"(?<![{_LATIN}._%+-])(?P<it>[{_LATIN}][{_LATIN}._%+-]*+(?:"
            rf"\s{{0,3}}[(\[{{]\s{{0,3}}(?:at|@)\s{{0,3}}[)\]}}]\s{{0,3}}[{_LATIN}-]+(?:\s{{0,3}}(?:\.|[(\[{{]\s{{0,3}}(?:dot|\.)\s{{0,3}}[)\]}}])\s{{0,3}}[A-Za-z]{{2,24}})+"
            rf"|\s{{1,3}}at\s{{1,3}}[{_LATIN}-]+(?:\s{{1,3}}dot\s{{1,3}}[A-Za-z]{{2,24}})+"
            rf"|\s{{0,3}}@\s{{0,3}}{_PROVIDERS}\s{{0,3}}\.\s{{0,3}}[A-Za-z]{{2,24}}(?:\.[A-Za-z]{{2}})?))(?![A-Za-z])",
            re.IGNORECASE,
        ),
        hint=r"[@＠]|(?i:[(\[{]\s*at\s*[)\]}]| dot )",
    ),
)
CONTACTS: Final = Detector(
    label="contact",
    pattern=re.compile(
        r"(?<![A-Za-z])(?:qq号?|微信号?|wechat(?: id)?|weixin|加v|vx)\s{0,3}"
        r"(?:(?:号码?|id|是|为|[:：=])\s{0,3}){0,3}"
        r"(?P<it>[A-Za-z0-9][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@-])",
        re.IGNORECASE,
    ),
    hint=r"(?i:qq|微信|wechat|weixin|加v|vx)",
    settle=lambda match: match.end("it") if sum(map(str.isdigit, match["it"])) >= 3 else None,
)
_FOUR_DIGITS: Final = re.compile(r"[0-9](?:[^0-9]*+[0-9]){3}")
# What a text must hold for some detectors to be tried, because most texts hold none of it.
_FAMILIES: Final = (
    (re.compile(r"@|[(\[{]\s*at\b|\bdot\b", re.IGNORECASE), EMAILS),
    (re.compile("°"), DEGREES),
    (_FOUR_DIGITS, (*COORDINATES, *DOCUMENTS)),
    (re.compile(":[0-9A-Fa-f]{0,4}:"), IPV6),
    (_FOUR_DIGITS, (*IPV4, *PHONES, CONTACTS)),
    (NAME_WORDS, NAMES),
    (re.compile(r"(?:[-—–]|此致).{1,100}\Z", re.DOTALL), SIGNATURES),
)
_NOT_PLAIN: Final = "[．－（）＋／Ｘ\u00a0\u2007\u2009\u202f\u2010\u2011\u2212]"
# Found in every text in which `mask` finds something; in the syntax of databases (RE2).
MAYBE_PERSONAL: Final = "|".join(
    dict.fromkeys(
        (
            f"[０-９＠]|[0-9]{_NOT_PLAIN}|{_NOT_PLAIN}[0-9]",
            *(detector.hint for _, family in _FAMILIES for detector in family),
        )
    )
)


def mask(text: str) -> str:
    """Replace personal details by what they are, in square brackets; all else is kept.

    Masked are e-mail addresses, telephone numbers, payment cards and bank accounts (with a check
    digit that fits), identity numbers (China, USA, United Kingdom; passports where they are called
    so), addresses of computers (IP), coordinates, numbers of QQ and WeChat, and names where the
    text says that they are: “my name is Ann Smith”, “我叫王小明”, a signature. Numbers of orders,
    dates, prices and versions stay.

    Args:
        text: free text in any language.

    Returns:
        The text with `[email]`, `[phone]`, `[card]`, `[iban]`, `[id]`, `[ip]`, `[coordinates]`,
        `[contact]` and `[name]`; masking it once more changes nothing.

    >>> mask("write to ann@example.org or call 138 0013 8000, order 20240131")
    'write to [email] or call [phone], order 20240131'
    """
    plain = text if text.isascii() else text.translate(_PLAIN)
    found = True
    while found:  # once more, because a detail beside another is seen when that one is gone
        found = False
        for needed, family in _FAMILIES:
            if not needed.search(plain):
                continue
            for detector in family:
                spans = _spans(detector, plain)
                if spans:
                    text, plain = (_without(it, spans, detector.label) for it in (text, plain))
                    found = True
    return text


def _spans(detector: Detector, plain: str) -> list[tuple[int, int]]:
    """Return where a kind of detail stands, from left to right."""
    spans = []
    for match in detector.pattern.finditer(plain):
        end = detector.settle(match)
        if end is not None:
            spans.append((start_of(match), end))
    return spans


def _without(text: str, spans: list[tuple[int, int]], label: str) -> str:
    parts = []
    kept = 0
    for start, end in spans:
        parts += [text[kept:start], f"[{label}]"]
        kept = end
    return "".join((*parts, text[kept:]))
