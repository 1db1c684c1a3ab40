"""Messages as JSON, so that what was found in a file can be read in either language later."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cx.wording import Message


def encode(messages: Sequence[Message]) -> str:
    """Write messages as JSON; dates become ISO text, other values keep their kind."""
    return json.dumps([_plain(message) for message in messages], ensure_ascii=False)


def decode(text: str) -> tuple[Message, ...]:
    """Read what `encode` wrote."""
    return tuple(_message(item) for item in json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        values = {name: _plain(item) for name, item in value.values}
        return {"text": value.text, "plural": value.plural, "values": values}
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    return pd.Timestamp(value).isoformat()


def _message(item: Any) -> Any:
    if isinstance(item, list):
        return tuple(_message(part) for part in item)
    if not isinstance(item, dict):
        return item
    values = tuple((name, _message(value)) for name, value in item["values"].items())
    return Message(item["text"], values, item["plural"])
