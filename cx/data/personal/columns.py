"""What personal data a column holds, by its name and by its values together.

A name alone is believed only where the values do not speak against it: “Phone Service” holds yes
and no, “product name” no people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, Literal

from cx.data.personal.names import is_chinese_name, is_given_name
from cx.data.privacy import mask
from cx.data.traits import FEW, Traits
from cx.data.vocabulary import is_exactly, is_identifier, says

PersonalKind = Literal[
    "name",
    "email",
    "phone",
    "address",
    "document",
    "ip",
    "coordinates",
    "birth",
    "handle",
    "identifier",
]
MOST: Final = 0.8
HALF: Final = 0.5
LEAST_VALUES: Final = 5
_LONG_HEADER: Final = 6
_LONG_HEADER_ZH: Final = 12

# What `mask` makes of a value that is nothing but a personal detail.
_BY_LABEL: Final[dict[str, PersonalKind]] = {
    "[email]": "email",
    "[phone]": "phone",
    "[card]": "document",
    "[iban]": "document",
    "[id]": "document",
    "[ip]": "ip",
    "[coordinates]": "coordinates",
}
_PHONE: Final = re.compile(r"\+?(?:[\s()./*-]*\d){7,15}(?:\s*(?:ext\.?|x|转)\s*\d{1,5})?\s*")
_PAIR: Final = re.compile(r"[\s(\[]*[-+]?\d{1,3}\.\d{2,}\s*[,;/ ]\s*[-+]?\d{1,3}\.\d{2,}[\s)\]]*")
_NAME: Final = re.compile(r"[^\W\d_][^\d@/\\:;?!_]{0,58}[^\W\d_].?|[\u3400-\u9fff·]{2,10}")
_DATE: Final = re.compile(r"\s*\d{1,4}[-./年 ]\s*\d{1,2}[-./月 ]\s*\d{1,4}.*|(?:19|20)\d{6}")
_PLACE: Final = re.compile(r"\d|[省市区县镇乡村路街巷号弄栋]")
_HANDLE: Final = re.compile(r"\S{1,40}(?: \S{1,20}){0,2}")


def personal_kind(column: Traits, columns: Sequence[Traits]) -> PersonalKind | None:
    """Name the kind of personal data that a column holds; None if it holds none.

    Args:
        column: of the table.
        columns: all of them: “long” is a longitude only beside a latitude.
    """
    if not column.filled or column.is_row_number or column.type == "yes/no":
        return None
    if says(column.name, "numbers_of_things"):
        return None
    found = (kind for kind, fits in _TESTS if fits(column, columns))
    return next(found, None)


def _is_question(header: str) -> bool:
    """Tell whether a header is a whole question, whose words say less than its answers."""
    chinese = len(re.findall(r"[\u3400-\u9fff]", header))
    long = len(header.split()) >= _LONG_HEADER or chinese >= _LONG_HEADER_ZH
    return long or header.rstrip().endswith(("?", "？"))


def _share(column: Traits, fits: Callable[[str], object]) -> float:
    """Return the share of the known values that fit; 0 if none is known."""
    values = [value.strip() for value in column.values if value.strip()]
    return sum(bool(fits(value)) for value in values) / len(values) if values else 0.0


def _share_that_is(column: Traits, kind: PersonalKind) -> float:
    return _share_masked(column, lambda masked: _BY_LABEL.get(masked) == kind)


def _share_masked(column: Traits, fits: Callable[[str], bool]) -> float:
    """Return the share of the known values that fit when they are masked."""
    masked = _masked(column.values)
    return sum(map(fits, masked)) / len(masked) if masked else 0.0


@lru_cache(maxsize=1)  # each column is asked several times in a row
def _masked(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(mask(value.strip()) for value in values if value.strip())


def _varied(column: Traits) -> bool:
    """Tell whether most rows have a value of their own, as people do and categories do not."""
    return column.distinct > FEW or 2 * column.distinct > column.filled


def _is_email(column: Traits, _columns: Sequence[Traits]) -> bool:
    named = says(column.name, "personal_email")
    holding = _share_masked(column, lambda masked: "[email]" in masked and len(masked) < 80)
    return holding >= (HALF if named else MOST)


def _is_ip(column: Traits, _columns: Sequence[Traits]) -> bool:
    named = says(column.name, "personal_ip")
    starting = _share_masked(column, lambda masked: masked.startswith("[ip]"))
    return starting >= (HALF if named else MOST)


def _is_phone(column: Traits, _columns: Sequence[Traits]) -> bool:
    if says(column.name, "not_personal"):
        return False
    named = says(column.name, "personal_phone")
    if column.type == "number":
        mobile = column.low >= 1.3e10 and column.high < 2e10 and _varied(column)
        plausible = column.low >= 1e6 and column.high < 1e15
        return column.whole and (plausible if named else mobile and not is_identifier(column.name))
    if named:
        return _share(column, _PHONE.fullmatch) >= HALF
    return not is_identifier(column.name) and _share_that_is(column, "phone") >= MOST


def _is_document(column: Traits, _columns: Sequence[Traits]) -> bool:
    if says(column.name, "not_personal"):
        return False
    if says(column.name, "personal_document") and _varied(column):
        whole = column.type == "number" and column.whole
        return whole or _share(column, lambda value: re.search(r"\d{3}", value)) >= HALF
    orders = says(column.name, "personal_identifier")
    return not orders and _share_that_is(column, "document") >= MOST


def _is_coordinates(column: Traits, columns: Sequence[Traits]) -> bool:
    if column.type == "number":
        possible = column.low >= -180 and column.high <= 360 and not column.whole
        return possible and _is_latitude_or_longitude(column, columns)
    if says(column.name, "personal_coordinates"):
        return _share(column, _PAIR.fullmatch) >= HALF
    if _is_latitude_or_longitude(column, columns):
        return _share(column, re.compile(r"[-+]?\d{1,3}\.\d+.{0,3}").fullmatch) >= HALF
    return _share_that_is(column, "coordinates") >= MOST


def _is_latitude_or_longitude(column: Traits, columns: Sequence[Traits]) -> bool:
    if says(column.name, "personal_latitude") or says(column.name, "personal_longitude"):
        return not _is_question(column.name)
    if not is_exactly(column.name, "personal_long"):
        return False
    return any(says(other.name, "personal_latitude") for other in columns)


def _is_birth(column: Traits, _columns: Sequence[Traits]) -> bool:
    if not says(column.name, "personal_birth"):
        return False
    return column.type in {"date", "time"} or _share(column, _DATE.fullmatch) >= HALF


def _is_name(column: Traits, _columns: Sequence[Traits]) -> bool:
    if column.type != "text" or says(column.name, "not_personal"):
        return False
    shaped = _share(column, _NAME.fullmatch)
    western = _share(column, _has_given_name)
    chinese = _share(column, is_chinese_name)
    if says(column.name, "personal_name") and not _is_question(column.name):
        return shaped >= HALF
    if says(column.name, "personal_name") or is_exactly(column.name, "maybe_personal_name"):
        return shaped >= MOST and max(western, chinese) >= 0.3
    enough = len(column.values) >= LEAST_VALUES and column.distinct >= 0.7 * column.filled
    return enough and chinese >= 0.9


def _has_given_name(value: str) -> bool:
    """Tell whether a value is two to four words, one of them a common given name."""
    words = re.split(r"[\s,]+", value.strip())
    return 2 <= len(words) <= 4 and any(map(is_given_name, (words[0], words[-1], words[1])))


def _is_address(column: Traits, _columns: Sequence[Traits]) -> bool:
    named = says(column.name, "personal_address") and not says(column.name, "not_personal")
    if not named or column.type != "text" or not _varied(column):
        return False
    exactly = is_exactly(column.name, "personal_address")
    return exactly or _share(column, _PLACE.search) >= (MOST if _is_question(column.name) else 0.3)


def _is_handle(column: Traits, _columns: Sequence[Traits]) -> bool:
    named = says(column.name, "personal_handle") and not _is_question(column.name)
    if column.type != "text" or not _varied(column):
        return False
    alone = is_exactly(column.name, "personal_handle_alone")
    return (named or alone) and _share(column, _HANDLE.fullmatch) >= MOST


def _is_identifier(column: Traits, _columns: Sequence[Traits]) -> bool:
    if _is_question(column.name) or column.type not in {"text", "number"}:
        return False
    whole = column.type == "text" or column.whole
    return whole and says(column.name, "personal_identifier")


_TESTS: Final[tuple[tuple[PersonalKind, Callable[[Traits, Sequence[Traits]], bool]], ...]] = (
    ("email", _is_email),
    ("ip", _is_ip),
    ("birth", _is_birth),
    ("phone", _is_phone),
    ("document", _is_document),
    ("coordinates", _is_coordinates),
    ("name", _is_name),
    ("address", _is_address),
    ("handle", _is_handle),
    ("identifier", _is_identifier),
)
