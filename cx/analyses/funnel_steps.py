"""The settings of `cx.funnel`, checked: its steps, its window, its order."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import Final, get_args

import pandas as pd

from cx.analyses.layers import LAYERS, Layer, guess_layer, is_layer
from cx.analyses.reach import Order
from cx.errors import InvalidSetting
from cx.wording import Message, msg

MOST_STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a funnel.

    Attributes:
        name: what the step is called in tables and charts.
        event: the value in the event column; the same as `name` where left out.
        layer: "attract", "convert" or "advocate"; guessed from the words of the event and the name
            where left out, and None where they tell nothing.

    Raises:
        InvalidSetting: the layer is none of the three, or the name is no text or empty.
    """

    name: str
    event: str | None = None
    layer: Layer | None = None

    def __post_init__(self) -> None:
        for text in (self.name, self.name if self.event is None else self.event):
            if not isinstance(text, str) or not text:
                raise InvalidSetting(
                    msg(
                        "A step is named by a text, for example “purchase”; not by {value}.",
                        value=repr(text),
                    )
                )
        if self.layer is not None and not is_layer(self.layer):
            raise InvalidSetting(
                msg(
                    "“{layer}” is not a layer of the funnel. Choose one of: {choices:list}.",
                    layer=self.layer,
                    choices=tuple(LAYERS),
                )
            )
        event = self.name if self.event is None else self.event
        object.__setattr__(self, "event", event)
        layer = self.layer or guess_layer(event) or guess_layer(self.name)
        object.__setattr__(self, "layer", layer)


def as_steps(steps: Sequence[Step | str]) -> tuple[Step, ...]:
    """Turn bare event names into steps; there have to be two at least."""
    if isinstance(steps, str) or not isinstance(steps, Sequence) or len(steps) < 2:
        raise InvalidSetting(
            msg(
                "A funnel needs two steps or more, in order, for example {example:list}; what "
                "arrived is {steps}.",
                example=("product_view", "purchase"),
                steps=repr(steps),
            )
        )
    if len(steps) > MOST_STEPS:
        raise InvalidSetting(
            msg(
                "A funnel has {most:count} steps at most; these are {n:count}. Choose those that "
                "matter.",
                most=MOST_STEPS,
                n=len(steps),
            )
        )
    return tuple(step if isinstance(step, Step) else Step(step) for step in steps)


def as_window(window: str | timedelta) -> timedelta:
    """Turn the option `window` into a time span, which has to be positive."""
    span = None
    if isinstance(window, str | timedelta):  # a bare number would be read as nanoseconds
        with suppress(ValueError, OverflowError):
            span = pd.Timedelta(window)
    if span is None or not span >= pd.Timedelta(1, "us"):  # NaT compares as False
        raise InvalidSetting(
            msg(
                "The window is {window}; it has to be a time span longer than zero, for example "
                "“14D” for 14 days or “2h”.",
                window=repr(window),
            )
        )
    return span.to_pytimedelta()


def check_order(order: str) -> None:
    """Raise `InvalidSetting` unless `order` is one that is known."""
    if order not in get_args(Order):
        raise InvalidSetting(
            msg(
                "The order “{order}” is not known. Choose one of: {choices:list}.",
                order=order,
                choices=get_args(Order),
            )
        )


def no_such_event(event: str, existing: Sequence[str]) -> Message:
    """Say that an event never occurs, and which ones do; `existing` has the most frequent first."""
    by_plain = {name.casefold(): name for name in reversed(existing)}
    close = get_close_matches(event.casefold(), by_plain, n=3, cutoff=0.5)
    if close:
        return msg(
            "The event “{event}” never occurs in the log. Closest to it are: {events:list}.",
            event=event,
            events=tuple(by_plain[name] for name in close),
        )
    return msg(
        "The event “{event}” never occurs in the log. The most frequent ones are: {events:list}.",
        event=event,
        events=tuple(existing[:10]),
    )
