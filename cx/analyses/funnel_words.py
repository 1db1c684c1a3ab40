"""What `cx.funnel` says: its finding and how it was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from cx.analyses.funnel_cautions import span
from cx.analyses.funnel_counts import Question
from cx.analyses.funnel_losses import losses, rival
from cx.analyses.layers import LAYERS
from cx.wording import Message, msg, plural

METHODS: Final[Mapping[str, Callable[[Message], Message]]] = {
    "ordered": lambda window: msg(
        "A customer counts for a step if that step and all before it happen in this order, the "
        "last no later than {window} after the first; other events may come in between, "
        "one event counts for one step, and events of the same moment do not block each other. Of "
        "several attempts the one that comes deepest counts. The intervals of shares are Wilson's; "
        "groups are compared by Welch's t test, several comparisons adjusted by Holm's rule.",
        window=window,
    ),
    "strict": lambda window: msg(
        "A customer counts for a step if that step and all before it happen in this order with no "
        "other event of the customer at any moment in between, the last no later than "
        "{window} after the first; one event counts for one step. Of several attempts the "
        "one that comes deepest counts. The intervals of shares are Wilson's; groups are compared "
        "by Welch's t test, several comparisons adjusted by Holm's rule.",
        window=window,
    ),
    "any": lambda window: msg(
        "A customer counts for a step if that step and all listed before it happen within "
        "{window}, whichever comes first; one event counts for one step. Of several "
        "attempts the one that comes deepest counts. The intervals of shares are Wilson's; groups "
        "are compared by Welch's t test, several comparisons adjusted by Holm's rule.",
        window=window,
    ),
}
SOURCE: Final = (
    "Wilson (1927), Journal of the American Statistical Association 22(158), "
    "doi:10.1080/01621459.1927.10502953; Welch (1947), Biometrika 34(1-2), "
    "doi:10.1093/biomet/34.1-2.28; Holm (1979), Scandinavian Journal of Statistics 6(2)"
)


def method(question: Question) -> Message:
    """Say how the customers were counted."""
    return METHODS[question.order](span(question.window))


def finding(overall: pd.DataFrame, confidence: float) -> Message:
    """Say how many come through and where most are lost."""
    first = overall.iloc[0]
    if not first["customers"]:
        return msg(
            "Nobody can be followed: no customer takes the first step, “{step}”.",
            step=first["step"],
        )
    total, leak = _through(overall), _leak(overall, confidence)
    return msg("{total} {leak}", total=total, leak=leak)


def title(overall: pd.DataFrame) -> Message:
    """Say in a few words where most are lost."""
    if not overall["customers"].iloc[0]:
        return msg("Nobody takes the first step")
    at, lost = losses(overall)[0]
    if not lost:
        return msg("Nobody is lost on the way")
    share = 1 - overall["from_previous"].iloc[at]
    return msg(
        "Most are lost between “{before}” and “{step}”: {lost:count} of {base:count}",
        before=overall["step"].iloc[at - 1],
        step=overall["step"].iloc[at],
        lost=share * _base(share),
        base=_base(share),
    )


def _through(overall: pd.DataFrame) -> Message:
    first, last = overall.iloc[0], overall.iloc[-1]
    through = _base(last["from_first"], last["from_first_ci_low"], last["from_first_ci_high"])
    return msg(
        "Of {base:count} customers who take the step “{first}”, {share:count} come to “{last}” "
        "({low:count} to {high:count}).",
        base=through,
        first=first["step"],
        last=last["step"],
        share=last["from_first"] * through,
        low=last["from_first_ci_low"] * through,
        high=last["from_first_ci_high"] * through,
    )


def _leak(overall: pd.DataFrame, confidence: float) -> Message:
    places = losses(overall)
    if not places or not places[0][1]:
        return msg("Nobody is lost on the way.")
    at, lost = places[0]
    step, before = overall.iloc[at], overall.iloc[at - 1]
    base = _base(
        1 - step["from_previous"],
        1 - step["from_previous_ci_high"],
        1 - step["from_previous_ci_low"],
    )
    values = {
        "before": before["step"],
        "step": step["step"],
        "lost": (1 - step["from_previous"]) * base,
        "base": base,
        "low": (1 - step["from_previous_ci_high"]) * base,
        "high": (1 - step["from_previous_ci_low"]) * base,
        "n": lost,
    }
    if rival(overall, confidence) is None:
        return plural(
            "The biggest leak is between “{before}” and “{step}”: {lost:count} of {base:count} are "
            "lost there ({low:count} to {high:count}), {n:count} customer.",
            "The biggest leak is between “{before}” and “{step}”: {lost:count} of {base:count} are "
            "lost there ({low:count} to {high:count}), {n:count} customers.",
            **values,
        )
    return plural(
        "Most are lost between “{before}” and “{step}”: {lost:count} of {base:count} ({low:count} "
        "to {high:count}), {n:count} customer.",
        "Most are lost between “{before}” and “{step}”: {lost:count} of {base:count} ({low:count} "
        "to {high:count}), {n:count} customers.",
        **values,
    )


def groups_finding(
    overall: pd.DataFrame,
    shares: pd.DataFrame,
    differences: pd.DataFrame,
    by: str,
    confidence: float,
) -> Message:
    """Name the step at which two groups lose customers most differently.

    `shares` has a row for each group and step with `group`, `step`, `before` and `share`.
    """
    whole = finding(overall, confidence)
    if not overall["customers"].iloc[0] or shares["group"].nunique() < 2:
        return whole
    clear = differences[differences["p_adjusted"] < 1 - confidence]
    if clear.empty:
        return msg(
            "{whole} Between the groups of “{by}” no step differs by more than chance would "
            "explain.",
            whole=whole,
            by=by,
        )
    row = clear.iloc[int(clear["difference"].abs().argmax())]
    return msg("{gap} {whole}", gap=_gap(row, shares, by), whole=_through(overall))


def _gap(row: Any, shares: pd.DataFrame, by: str) -> Message:
    place = shares[shares["at"] == row["at"]]
    here = place[place["group"] == row["group"]].iloc[0]
    low, high = sorted((abs(row["ci_low"]), abs(row["ci_high"])))
    share = float(here["share"])
    other_share = share - row["difference"]
    base = _base(min(share, other_share), low, high)
    values = {
        "base": base,
        "before": here["before"],
        "step": row["step"],
        "share": share * base,
        "by": by,
        "group": row["group"],
        "other_share": other_share * base,
        "gap": abs(row["difference"]) * base,
        "low": low * base,
        "high": high * base,
    }
    if pd.isna(row["other"]):
        return msg(
            "Of {base:count} customers who come to “{before}”, {share:count} go on to “{step}” "
            "where “{by}” is “{group}”; of all others {other_share:count}. The gap of {gap:count} "
            "({low:count} to {high:count}) is more than chance would explain.",
            **values,
        )
    return msg(
        "Of {base:count} customers who come to “{before}”, {share:count} go on to “{step}” where "
        "“{by}” is “{group}”; where it is “{other}”, {other_share:count}. The gap of {gap:count} "
        "({low:count} to {high:count}) is more than chance would explain.",
        **values,
        other=row["other"],
    )


def basis(n: int) -> Message:
    """Say what a picture rests on."""
    return plural("{n:count} customer", "{n:count} customers", n=n)


def largest(drawn: int, groups: int, n: int) -> Message:
    """Say that a picture shows the largest groups only."""
    return msg(
        "the {drawn:count} largest of {groups:count} groups, {n:count} customers",
        drawn=drawn,
        groups=groups,
        n=n,
    )


def own_column(by: str) -> Message:
    """Say that a group column has a name that the answer needs itself."""
    return msg(
        "The answer has a column “{by}” of its own, so groups cannot have that name too. "
        "Rename the column and try again.",
        by=by,
    )


def step_label(row: Any) -> str:
    """Name a step, with its layer where it has one, and how many come to it."""
    if row.layer is None:
        return str(msg("{step} · {n:count}", step=row.step, n=row.customers))
    layer = LAYERS[row.layer]
    return str(msg("{step} ({layer}) · {n:count}", step=row.step, layer=layer, n=row.customers))


def _base(share: float, low: float = float("nan"), high: float = float("nan")) -> int:
    """Choose of how many to speak: enough that share and interval still show in whole people."""
    for base in (100, 1_000, 10_000, 100_000):
        if share and share * base < 1:
            continue
        if low >= high or pd.isna(low) or round(low * base) < round(high * base):
            return base
    return 1_000_000
