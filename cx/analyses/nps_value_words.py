"""What `cx.nps_value` says: its finding, its cautions, its refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import pandas as pd

from cx.analyses.funnel_cautions import span
from cx.analyses.nps_value_rows import DETRACTORS, NO_ANSWER, PASSIVES, PROMOTERS, USED, Values
from cx.stats.verdict import Verdict
from cx.wording import Message, msg, plural

FEW: Final = 30
MUCH: Final = 0.2
OTHERS: Final = "others"

GROUPS: Final[Mapping[str, Message]] = {
    PROMOTERS: msg("Promoters (9–10)"),
    PASSIVES: msg("Passives (7–8)"),
    DETRACTORS: msg("Detractors (0–6)"),
    NO_ANSWER: msg("Did not answer"),
    OTHERS: msg("Everyone else who answered"),
}
SHORT: Final[Mapping[str, Message]] = {
    PROMOTERS: msg("Promoters"),
    PASSIVES: msg("Passives"),
    DETRACTORS: msg("Detractors"),
    NO_ANSWER: msg("Did not answer"),
}
VERDICTS: Final[Mapping[str, Message]] = {
    Verdict.BETTER: msg("brings more"),
    Verdict.WORSE: msg("brings less"),
    Verdict.UNCLEAR: msg("can't tell"),
}
METHOD: Final = msg(
    "Each customer counts once, by the last answer. How many times as much one group brings is the "
    "ratio of the means, with Fieller's interval from Welch's standard errors; p-values are "
    "adjusted for the number of comparisons (Holm). It is association: that making somebody a "
    "promoter would make them buy as promoters do is not proven."
)
SOURCE: Final = (
    "Fieller (1954), Journal of the Royal Statistical Society B 16(2), 175–185, "
    "doi:10.1111/j.2517-6161.1954.tb00159.x"
)


def times_as_much(main: Any, rest: Any | None) -> Message:
    """Say how many times as much promoters bring.

    Args:
        main: of promoters and detractors: `ratio ratio_ci_low ratio_ci_high`.
        rest: the same of promoters and everyone else who answered, where it can be told.
    """
    values = {
        "ratio": float(main["ratio"]),
        "low": float(main["ratio_ci_low"]),
        "high": float(main["ratio_ci_high"]),
    }
    if rest is None:
        return msg(
            "Promoters bring {ratio:number} times as much as detractors ({low:number} to "
            "{high:number}).",
            **values,
        )
    return msg(
        "Promoters bring {ratio:number} times as much as detractors ({low:number} to "
        "{high:number}), and {rest:number} times as much as everyone else who answered "
        "({rest_low:number} to {rest_high:number}).",
        **values,
        rest=float(rest["ratio"]),
        rest_low=float(rest["ratio_ci_low"]),
        rest_high=float(rest["ratio_ci_high"]),
    )


def differ(main: Any) -> Message:
    """Say how much more promoters bring where detractors bring too little to compare with."""
    values = {name: float(main[name]) for name in ("difference", "ci_low", "ci_high")}
    return msg(
        "A promoter brings {difference:signed_number} against a detractor ({ci_low:number} to "
        "{ci_high:number}); what detractors bring is too close to nothing to say how many times as "
        "much that is.",
        **values,
    )


def nothing_told(main: Any) -> Message:
    """Say that the data cannot tell whether promoters bring more."""
    if pd.isna(main["ratio_ci_low"]):
        return msg(
            "We can't tell yet whether promoters bring more than detractors: what detractors bring "
            "is too uncertain to compare with."
        )
    return msg(
        "We can't tell yet whether promoters bring more than detractors: it may be anything from "
        "{low:number} to {high:number} times as much.",
        low=float(main["ratio_ci_low"]),
        high=float(main["ratio_ci_high"]),
    )


def too_few(sizes: Mapping[str, int]) -> Message:
    """Say that a group is too small to be compared."""
    return msg(
        "We can't tell yet what promoters bring against detractors: the value is known of "
        "{promoters:count} promoters and {detractors:count} detractors, and {few:count} of each "
        "are needed.",
        promoters=sizes[PROMOTERS],
        detractors=sizes[DETRACTORS],
        few=FEW,
    )


def about_groups(groups: pd.DataFrame) -> Iterator[Message]:
    """Say which groups are small, which hang on one customer, and where value is negative."""
    rows: Iterator[Any] = groups.itertuples()
    for row in rows:
        name = GROUPS[str(row.group)]
        if row.customers < FEW:
            yield plural(
                "{group}: only {n:count} customer; take its figures with care.",
                "{group}: only {n:count} customers; take its figures with care.",
                group=name,
                n=int(row.customers),
            )
        if row.customers >= FEW and row.total > 0 and row.high > MUCH * row.total:
            yield msg(
                "{group}: a single customer brings {share:percent} of it all, so that the mean "
                "says little about the others; look at the median.",
                group=name,
                share=float(row.high / row.total),
            )
        if row.group == NO_ANSWER:
            yield msg("Those who did not answer may never have been asked.")
    if negative := int(groups["negative"].sum()):
        yield plural(
            "{n:count} customer has a value below 0, as returns have; it counts.",
            "{n:count} customers have a value below 0, as returns have; they count.",
            n=negative,
        )


def about_time(
    values: Values, window: timedelta | None, *, log: bool, timed: bool
) -> Iterator[Message]:
    """Say from which time the value is, and whose last answer is not certain."""
    if window is None and log:
        yield msg(
            "All values of the log count, those before the answer as well as those after it. With "
            "a window only what follows the answer counts."
        )
    if still_open := values.states.get("open", 0):
        yield plural(
            "{n:count} customer is left out whose {window} after the answer are not over when the "
            "log ends.",
            "{n:count} customers are left out whose {window} after the answer are not over when "
            "the log ends.",
            n=int(still_open),
            window=span(window or timedelta(0)),
        )
    if not timed and (earlier := values.states.get("earlier", 0)):
        yield plural(
            "The answers have no time, so that the lowest score of a customer is taken for the "
            "last: {n:count} answer is left out.",
            "The answers have no time, so that the lowest score of a customer is taken for the "
            "last: {n:count} answers are left out.",
            n=int(earlier),
        )


def nobody(values: Values, window: timedelta | None) -> Message:
    """Refuse answers of which no two groups have a value."""
    used, still_open = (int(values.states.get(state, 0)) for state in (USED, "open"))
    if window is not None and still_open:
        return msg(
            "For {open:count} of {all:count} customers who answered, {window} after the answer are "
            "not over when the log ends, so that nothing can be compared. Choose a shorter window.",
            open=still_open,
            all=still_open + used,
            window=span(window),
        )
    return msg(
        "Promoters and others cannot be compared: customers whose value is known are all in one "
        "group, or there are none ({n:count} with a score). Check which column is the value and "
        "whether the ids are the same.",
        n=used,
    )


def basis(customers: int) -> Message:
    """Say what a picture rests on."""
    return plural("{n:count} customer", "{n:count} customers", n=customers)
