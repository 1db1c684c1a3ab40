"""Which layer of the funnel an event belongs to, as far as its name tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, get_args

import yaml

from cx.wording import Message, msg

Layer = Literal["attract", "convert", "advocate"]

LAYERS: Final[Mapping[Layer, Message]] = {
    "attract": msg("attract"),
    "convert": msg("convert"),
    "advocate": msg("advocate"),
}
_FILE: Final = Path(__file__).with_suffix(".yaml")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def guess_layer(event: str) -> Layer | None:
    """Guess the layer of an event from the words in its name, English or Chinese.

    Returns:
        "attract", "convert" or "advocate"; None where no word of layers.yaml occurs.

    >>> guess_layer("productView"), guess_layer("提交订单"), guess_layer("step_3")
    ('attract', 'convert', None)
    """
    words = as_words(event)
    return next((layer for layer, pattern in _patterns().items() if pattern.search(words)), None)


def as_words(event: str) -> str:
    """Read the name of an event as words: `addToCart` and `add_to_cart` are "add to cart"."""
    return _BETWEEN_WORDS.sub(" ", _HUMP.sub(" ", event)).casefold().strip()


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Match any of the words: Latin ones as whole words, Chinese ones anywhere."""
    return re.compile(
        "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words)
    )


@lru_cache(maxsize=1)
def _patterns() -> Mapping[Layer, re.Pattern[str]]:
    lists: Mapping[Layer, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {layer: any_of(words) for layer, words in lists.items()}


def is_layer(name: object) -> bool:
    """Tell whether `name` is one of the layers."""
    return name in get_args(Layer)
