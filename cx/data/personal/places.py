"""Addresses of machines and places on the earth in free text."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from cx.data.personal.detector import Detector, text_before

_OCTET: Final = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_VERSION_BEFORE: Final = re.compile(
    r"(?:(?<![A-Za-z])(?:v|ver|versions?|releases?|build|firmware|android|ios|windows|mac ?os|linux"
    r"|chrome|firefox|safari|app|updated? to|upgraded? to|sections?|chapters?|kapitel|paragraph)"
    r"|版本|版|固件|系统|升级到|更新到|章|节)[\s.:：#号是为]*$",
    re.IGNORECASE,
)
_VERSION_AFTER: Final = re.compile(r"\s*版")
_ONE_DEGREE: Final = (
    r"\d{1,3}(?:\.\d+)?\s?°(?:\s?\d{1,2}(?:\.\d+)?\s?['′’](?:\s?\d{1,2}(?:\.\d+)?\s?(?:\"|″|”|'{2}))?)?"
    r"\s?[NSEWO](?![A-Za-z])"
)
_DECIMALS: Final = r"[-+]?\d{1,3}\.\d{2,}"


def _ipv4(match: re.Match[str]) -> int | None:
    """Take four numbers as an address unless the text says that they are a version."""
    after = _VERSION_AFTER.match(match.string, match.end())
    return None if after or _VERSION_BEFORE.search(text_before(match)) else match.end()


def _ipv6(match: re.Match[str]) -> int | None:
    """Take what the standard library can read, unless it says next to nothing: `::`, `1::2`."""
    try:
        ipaddress.IPv6Address(match.group())
    except ValueError:
        return None
    groups = [group for group in re.split(r"[:.]", match.group()) if group]
    telling = len(groups) >= 3 or (len(groups) == 2 and max(map(len, groups)) > 2)
    return match.end() if telling else None


def _pair(match: re.Match[str]) -> int | None:
    """Take a pair of decimals that can be degrees, one of them not near zero."""
    latitude, longitude = abs(float(match["lat"])), abs(float(match["lon"]))
    possible = latitude <= 90 and longitude <= 180 and max(latitude, longitude) >= 10
    return match.end() if possible else None


IPV6: Final = (
    Detector(
        label="ip",
        pattern=re.compile(
            r"(?<![A-Za-z0-9_:.])(?:[0-9A-Fa-f]{1,4}:|:(?=:))(?:[0-9A-Fa-f]{0,4}:){1,6}"
            rf"(?:{_OCTET}(?:\.{_OCTET}){{3}}|[0-9A-Fa-f]{{0,4}})(?![A-Za-z0-9_:])"
        ),
        hint=r"[0-9A-Fa-f]{3,4}:[0-9A-Fa-f:]|:[0-9A-Fa-f]{3,4}|::[0-9A-Fa-f]|[0-9A-Fa-f]::"
        r"|(?:[0-9A-Fa-f]{1,4}:){5}",
        settle=_ipv6,
    ),
)
IPV4: Final = (
    Detector(
        label="ip",
        pattern=re.compile(rf"(?<![A-Za-z\d.]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d.]*\d)(?![A-Za-z])"),
        hint=r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]",
        settle=_ipv4,
    ),
)
DEGREES: Final = (
    Detector(
        label="coordinates",
        pattern=re.compile(rf"(?<![A-Za-z0-9_.]){_ONE_DEGREE}(?:[\s,;/]{{0,4}}{_ONE_DEGREE})?"),
        hint=r"[0-9]\s?°",
    ),
)
COORDINATES: Final = (
    Detector(
        label="coordinates",
        pattern=re.compile(
            r"(?<![A-Za-z0-9_.])(?P<lat>[-+]?\d{1,2}\.\d{4,})(?:\s{0,3}[,;/]\s{0,3}|\s{1,3})"
            r"(?P<lon>[-+]?\d{1,3}\.\d{4,})(?![A-Za-z0-9_.]*\d)"
        ),
        hint=r"[0-9]\.[0-9]{4,}[\s,;/，；]+[-+]?[0-9]{1,3}\.[0-9]{4}",
        settle=_pair,
    ),
    Detector(
        label="coordinates",
        pattern=re.compile(
            r"(?:(?<![A-Za-z])(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng|gps)|[南北]纬|[东西]经|纬度|经度"
            rf"|坐标)[\s:：=是为(]{{0,4}}(?P<it>{_DECIMALS}(?:\s{{0,3}}[,;/]\s{{0,3}}{_DECIMALS})?)",
            re.IGNORECASE,
        ),
        hint=r"(?:[lL][aAoO][tTnN]|[lL][nN][gG]|[gG][pP][sS]|纬|经|坐标)[^0-9]*[0-9]{1,3}\.[0-9]{2}",
    ),
)
