"""What is in an event log: which events, how common, and which of them may make a funnel."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd
import yaml

from cx.analyses.layers import any_of, as_words, guess_layer
from cx.data import engine
from cx.data.dataset import Events

MOST_COMMON: Final = 5
_FILE: Final = Path(__file__).with_name("stages.yaml")


def event_counts(events: Events) -> pd.DataFrame:
    """Count the events of a log.

    Returns:
        One row an event, the one with most customers first: `event`, `customers` who did it, `n`
        times it was done, `layer` (a guess from its name, missing where that tells nothing). Rows
        without an event or a customer are not counted.
    """
    rows = events.table.select(
        event=events.table[events.event].cast("string"), customer=events.table[events.customer]
    ).drop_null()
    counts = engine.fetch(
        rows.group_by("event").aggregate(customers=rows.customer.nunique(), n=rows.count())
    ).sort_values(["customers", "n", "event"], ascending=[False, False, True], ignore_index=True)
    layers = pd.Series([guess_layer(event) for event in counts["event"]], dtype="str")
    return counts.assign(layer=layers)


def propose_steps(counts: pd.DataFrame) -> tuple[str, ...]:
    """Propose the steps of a funnel: for each stage of stages.yaml the event most people did.

    Where fewer than two stages are found, the most common events are proposed instead.

    Args:
        counts: what `event_counts` returns.
    """
    proposed: list[str] = []
    for stage in _stages():
        fitting = [e for e in counts["event"] if e not in proposed and stage.search(as_words(e))]
        proposed.extend(fitting[:1])
    return tuple(proposed if len(proposed) > 1 else counts["event"].head(MOST_COMMON))


@lru_cache(maxsize=1)
def _stages() -> tuple[re.Pattern[str], ...]:
    return tuple(any_of(words) for words in yaml.safe_load(_FILE.read_text(encoding="utf-8")))
