"""One way in which a personal detail is written, and what its surroundings say about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# Not within a longer number, a code with letters, a decimal fraction or a chain of hyphens.
START: Final = r"(?<![A-Za-z0-9_])(?<!\d[.\-])"
END: Final = r"(?![A-Za-z0-9_])(?![.\-]\d)"
# What may stand between the name of a number and the number: "passport no.: ".
DESIGNATION: Final = (
    r"(?:\s{0,3}(?:(?<![A-Za-z])(?:no|nr|num|number|nummer|numéro|número|id|code|is|was|at|on|under)(?![A-Za-z])|号码|号|编号|码"
    r"|是|为|[.:：#=\"'№-])){0,5}\s{0,3}"
)
_LOOK_BACK: Final = 40
# Words before a number that say what it is: none of a person's.
_OTHER_BEFORE: Final = re.compile(
    r"(?:(?<![A-Za-z])(?:orders?|invoices?|tickets?|tracking|shipments?|parcels?|refs?|references?|cases?|sku"
    r"|items?|models?|serial|isbn|issn|doi|ean|gtin|upc|imei|batch|lot|versions?|build|transactions?"
    r"|receipts?|bookings?|reservations?|confirmation|products?|articles?|part|barcode|codes?"
    r"|bestell\w*|auftrags?\w*|rechnungs?\w*|artikel\w*|sendungs\w*|commandes?|factures?|colis"
    r"|pedidos?|facturas?)|订单|单号|编号|运单|快递|发票|流水|序列|型号|货号|批号|条码|商品|版本"
    rf"|交易){DESIGNATION}\(?$|[#¥￥$€£]\s*$",
    re.IGNORECASE,
)
_AMOUNT_AFTER: Final = re.compile(r"\s?(?:元|块|万|亿|円|€|£|\$|%|(?:USD|EUR|GBP|RMB|CNY)\b)")


def whole(match: re.Match[str]) -> int | None:
    """Take what was found as it is."""
    return match.end("it") if "it" in match.re.groupindex else match.end()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """One way in which a personal detail is written.

    Attributes:
        label: what it is replaced by, in square brackets.
        pattern: where it has a group “it”, only that is replaced. It is searched in a text whose
            full-width digits and signs were made plain.
        hint: a simpler pattern in the plain syntax that every database knows (RE2); where it is
            not found, `pattern` is not either.
        settle: where the detail ends in the text; None if it is none after all.
    """

    label: str
    pattern: re.Pattern[str]
    hint: str
    settle: Callable[[re.Match[str]], int | None] = whole


def start_of(match: re.Match[str]) -> int:
    """Return where the detail starts."""
    return match.start("it") if "it" in match.re.groupindex else match.start()


def digits_of(match: re.Match[str]) -> str:
    """Return the digits of the detail."""
    return re.sub(r"\D", "", match.string[start_of(match) : whole(match)])


def text_before(match: re.Match[str]) -> str:
    """Return the few signs before all that was matched."""
    return match.string[max(0, match.start() - _LOOK_BACK) : match.start()]


def unless_other(match: re.Match[str]) -> int | None:
    """Take a number as a person's unless the text calls it that of an order, or an amount."""
    end = whole(match)
    if _OTHER_BEFORE.search(text_before(match)) or _AMOUNT_AFTER.match(match.string, end or 0):
        return None
    return end
