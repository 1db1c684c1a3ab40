"""What an experiment's table holds: counts and moments of each arm, from one query for all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import ibis
import pandas as pd

from cx.analyses.scores import kind_name
from cx.data import engine
from cx.data.dataset import Experiment
from cx.errors import InvalidSetting, NotEnoughData
from cx.stats.means import Moments
from cx.wording import msg

MOST_VARIANTS: Final = 50
CONTROL_NAMES: Final = (
    *("control", "control group", "ctrl", "baseline", "original", "default", "a", "old"),
    *("对照", "对照组", "控制组", "原版", "旧版", "0", "false"),
)


@dataclass(frozen=True, slots=True)
class Arm:
    """One variant: its units and, for each metric, the moments of the values that are there."""

    rows: int
    samples: Mapping[str, Moments]


@dataclass(frozen=True, slots=True)
class Arms:
    """All variants in the order of their names.

    Attributes:
        arms: by variant.
        without_variant: rows that name no variant.
        shares: metrics whose values are all 0 or 1, so that their mean is a share.
    """

    arms: Mapping[str, Arm]
    without_variant: int
    shares: frozenset[str]


@dataclass(frozen=True, slots=True)
class Units:
    """How the rows belong to units.

    Attributes:
        mixed: units that were seen in more than one variant.
        repeated: rows beyond the first of a unit in a variant.
        unnamed: rows of a variant that name no unit.
    """

    mixed: int
    repeated: int
    unnamed: int


def collect(experiment: Experiment) -> Arms:
    """Count and summarise every variant in one query.

    Raises:
        InvalidSetting: a metric is neither numeric nor yes/no, or there are too many variants.
        NotEnoughData: fewer than two variants occur.
    """
    values = {metric: _values(experiment, metric) for metric in experiment.metrics}
    columns = {"rows": lambda table: table.count()}
    summaries: dict[str, Any] = {}
    for i, value in enumerate(values.values()):
        summaries[f"n_{i}"] = value.count()
        summaries[f"mean_{i}"] = value.mean()
        summaries[f"variance_{i}"] = value.var(how="sample")
        summaries[f"other_{i}"] = (~value.isin([0.0, 1.0])).cast("int32").sum()
    grouped = experiment.table.group_by(variant=_variant(experiment))
    found = engine.fetch(grouped.aggregate(**columns, **summaries).limit(MOST_VARIANTS + 2))
    named = found[found["variant"].notna()]
    if len(named) > MOST_VARIANTS:
        raise InvalidSetting(
            msg(
                "“{column}” has more than {most:count} different values, for example “{example}”. "
                "A variant column names the few versions of a test; choose another one.",
                column=experiment.variant,
                most=MOST_VARIANTS,
                example=variant_name(named["variant"].iloc[0]),
            )
        )
    if len(named) < 2:
        raise NotEnoughData(
            msg(
                "“{column}” holds {n:count} different values; a comparison needs two versions or "
                "more.",
                column=experiment.variant,
                n=len(named),
            )
        )
    return _arms(found, tuple(values))


def units(experiment: Experiment) -> Units | None:
    """Count how rows belong to units; None where no unit column is set."""
    if experiment.unit is None:
        return None
    table = experiment.table.select(variant=_variant(experiment), unit=experiment.unit)
    table = table.drop_null(["variant"])
    each = (
        table.drop_null(["unit"])
        .group_by("unit")
        .aggregate(rows=lambda rows: rows.count(), variants=lambda rows: rows.variant.nunique())
    )
    known = engine.fetch(
        each.aggregate(
            mixed=(each.variants > 1).cast("int32").sum(),
            repeated=(each.rows - each.variants).sum(),
        )
    ).iloc[0]
    unnamed = engine.fetch(table.aggregate(n=table.count() - table.unit.count()))["n"][0]
    return Units(mixed=_count(known.mixed), repeated=_count(known.repeated), unnamed=int(unnamed))


def choose_control(experiment: Experiment, variants: tuple[str, ...]) -> tuple[str, bool]:
    """Return the control and whether it was taken only because no name says which one it is.

    Raises:
        InvalidSetting: the control that was asked for does not occur.
    """
    if experiment.control is not None:
        asked = variant_name(experiment.control)
        if asked not in variants:
            raise InvalidSetting(
                msg(
                    "The control “{control}” does not occur in “{column}”. There is: "
                    "{variants:list}.",
                    control=asked,
                    column=experiment.variant,
                    variants=variants,
                )
            )
        return asked, False
    folded = {variant.strip().casefold(): variant for variant in reversed(variants)}
    for name in CONTROL_NAMES:
        if name in folded:
            return folded[name], False
    return variants[0], True


def planned_weights(experiment: Experiment, variants: tuple[str, ...]) -> dict[str, float]:
    """Return the planned weight of every arm, also of those that never occurred.

    Raises:
        InvalidSetting: a variant occurs that the plan does not name.
    """
    if experiment.expected_ratio is None:
        return dict.fromkeys(variants, 1.0)
    planned = _plan(experiment.expected_ratio)
    unplanned = [variant for variant in variants if variant not in planned]
    if unplanned:
        raise InvalidSetting(
            msg(
                "The planned shares name {planned:list}, but “{column}” also holds "
                "{unplanned:list}. Give every version its share, or filter out the rows that do "
                "not belong to the test.",
                planned=tuple(planned),
                column=experiment.variant,
                unplanned=unplanned,
            )
        )
    return planned


def _plan(expected_ratio: Any) -> dict[str, float]:
    try:
        return {variant_name(name): float(share) for name, share in expected_ratio.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise InvalidSetting(
            msg(
                "The planned shares are {plan}; give each version its share, for example "
                "{example}.",
                plan=repr(expected_ratio),
                example="{'A': 0.5, 'B': 0.5}",
            )
        ) from error


def variant_name(value: Any) -> str:
    """Write a variant as people do: 1 and not 1.0 where a gap made the column decimal."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _variant(experiment: Experiment) -> Any:
    column: Any = experiment.table[experiment.variant]
    if not column.type().is_string():
        return column
    return ibis.ifelse(column.strip() == "", ibis.null("string"), column)


def _values(experiment: Experiment, metric: str) -> Any:
    """Return a metric as decimal numbers, infinite ones as missing."""
    column: Any = experiment.table[metric]
    kind = column.type()
    if kind.is_boolean():
        return column.cast("int32").cast("float64")
    if not (kind.is_numeric() or kind.is_null()):
        present = experiment.table.select(example=metric).drop_null().limit(1)
        examples = engine.fetch(present)["example"].tolist()
        raise InvalidSetting(
            msg(
                "The metric “{metric}” holds {kind} values such as “{example}”. A metric is "
                "numeric or yes/no: choose another column or turn this one into numbers.",
                metric=metric,
                kind=kind_name(kind),
                example=examples[0] if examples else "",
            )
        )
    value = column.cast("float64")
    if not kind.is_floating():
        return value
    return ibis.ifelse(value.isinf() | value.isnan(), ibis.null("float64"), value)


def _arms(found: pd.DataFrame, metrics: tuple[str, ...]) -> Arms:
    named = found[found["variant"].notna()]
    arms = {
        variant_name(row["variant"]): Arm(
            rows=int(row["rows"]),
            samples={metric: _moments(row, i) for i, metric in enumerate(metrics)},
        )
        for _, row in named.iterrows()
    }
    shares = frozenset(
        metric
        for i, metric in enumerate(metrics)
        if named[f"n_{i}"].sum() and not named[f"other_{i}"].sum()
    )
    return Arms(
        arms=dict(sorted(arms.items())),
        without_variant=int(found.loc[found["variant"].isna(), "rows"].sum()),
        shares=shares,
    )


def _moments(row: pd.Series, i: int) -> Moments:
    mean, variance = row[f"mean_{i}"], row[f"variance_{i}"]
    return Moments(
        n=int(row[f"n_{i}"]),
        mean=math.nan if pd.isna(mean) else float(mean),
        variance=math.nan if pd.isna(variance) else float(variance),
    )


def _count(value: Any) -> int:
    return 0 if pd.isna(value) else int(value)
