"""The pictures of an experiment beside its main one: a broken split, every version by itself."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from cx import charts
from cx.stats.proportions import wilson
from cx.stats.sample_ratio import SampleRatio
from cx.wording import t


def split(  # noqa: PLR0913 -- what the picture says, all by keyword
    variants: Sequence[str],
    found: SampleRatio,
    *,
    n: int,
    confidence: float,
    title: str,
    subtitle: str,
) -> alt.TopLevelMixin:
    """Draw the share of people each version got, with its interval, and the planned share."""
    rows = [
        (
            t("{variant}, planned {share:percent}", variant=variant, share=planned),
            observed,
            *wilson(round(observed * n), n, confidence),
        )
        for variant, observed, planned in zip(variants, found.observed, found.planned, strict=True)
    ]
    return charts.estimates(
        pd.DataFrame(rows, columns=["label", "share", "low", "high"]).assign(tone="unclear"),
        label="label",
        value="share",
        low="low",
        high="high",
        kind="percent",
        title=title,
        subtitle=subtitle,
        tone="tone",
        sort=False,
        axis_title=t("Share of people who saw the version"),
    )


def versions(
    arms: pd.DataFrame, shares: frozenset[str], subtitle: str
) -> tuple[alt.TopLevelMixin, ...]:
    """Draw the estimate of every version, one picture per metric."""
    return tuple(
        charts.estimates(
            rows,
            label="variant",
            value="estimate",
            low="ci_low",
            high="ci_high",
            kind="percent" if metric in shares else "number",
            title=t("{metric} by version", metric=metric),
            subtitle=subtitle,
            sort=False,
        )
        for metric, rows in arms.groupby("metric", sort=False)
    )
