"""What stands above and inside the pictures of `cx.drivers`."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cx.wording import Message, msg, plural, t


def where_to_start(places: pd.DataFrame) -> Message:
    """Say what clearly is important and rated low; the title of the picture of quadrants."""
    first = places["quadrant"].eq("fix_first")
    clear = tuple(places.loc[first & (places["certainty"] == "clear"), "driver"])
    if clear:
        return msg("What to fix first: {drivers:list}", drivers=clear)
    if first.any():
        return msg("What to fix first: nothing is clearly both important and rated low")
    return msg("What to fix first: nothing is both important and rated low")


def sides(one_sided: Mapping[str, str]) -> Message:
    """Say which drivers clearly work on one side only; the title of the picture of the sides."""
    promoters = tuple(name for name, side in one_sided.items() if side == "promoters")
    detractors = tuple(name for name, side in one_sided.items() if side == "detractors")
    if promoters and detractors:
        return msg(
            "What clearly wins promoters only: {promoters:list}. What clearly avoids detractors "
            "only: {detractors:list}",
            promoters=promoters,
            detractors=detractors,
        )
    if promoters:
        return msg(
            "What clearly wins promoters but not clearly avoids detractors: {promoters:list}",
            promoters=promoters,
        )
    if detractors:
        return msg(
            "What clearly avoids detractors but not clearly wins promoters: {detractors:list}",
            detractors=detractors,
        )
    return msg("No rating clearly works on promoters or on detractors alone")


def quadrant_titles() -> tuple[str, str, str, str]:
    """Give what to write into the corners: top left, top right, bottom left, bottom right."""
    return t("Leave as it is"), t("Keep it up"), t("Watch"), t("Fix first")


def basis(n: int, r_squared: float) -> Message:
    """Say what a picture rests on."""
    return plural(
        "{n:count} answer; the ratings explain {r_squared:percent} of the differences",
        "{n:count} answers; the ratings explain {r_squared:percent} of the differences",
        n=n,
        r_squared=r_squared,
    )
