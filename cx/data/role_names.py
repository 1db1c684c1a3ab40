"""What the roles of columns are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cx.wording import Message, msg

ROLE_NAMES: Final[Mapping[str, Message]] = {
    "score": msg("score"),
    "ratings": msg("rating"),
    "comments": msg("comment"),
    "segments": msg("segment"),
    "time": msg("time"),
    "customer": msg("customer"),
    "touchpoint": msg("touchpoint"),
    "weight": msg("weight"),
    "event": msg("event"),
    "channel": msg("channel"),
    "value": msg("value"),
    "variant": msg("variant"),
    "metrics": msg("metric"),
    "measures": msg("measure"),
    "unit": msg("unit of the test"),
    "cost": msg("cost"),
}
