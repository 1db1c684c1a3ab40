"""Answers set beside customers: what is refused and what is said before any figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cx.data.together.matching import Match
from cx.errors import InvalidSetting, NotEnoughData
from cx.wording import Message, msg, plural

FEW_MATCHED: Final = 0.8


def check_match(match: Match, *, everybody: bool = False) -> None:
    """Refuse customers with several rows, and tables that have nobody in common.

    Args:
        match: of answers and customers.
        everybody: whether those who did not answer count as well.

    Raises:
        InvalidSetting: a customer has several rows in the table of customers.
        NotEnoughData: no answer belongs to a customer that is known.
    """
    if repeated := match.right.repeated_matched_ids:
        raise InvalidSetting(
            plural(
                "{n:count} customer who answered stands in several rows of the table of customers; "
                "each needs one row. If the rows are what customers did, use them as an event log; "
                "if they are copies, remove them on the page Data doctor.",
                "{n:count} customers who answered stand in several rows of the table of customers; "
                "each needs one row. If the rows are what customers did, use them as an event log; "
                "if they are copies, remove them on the page Data doctor.",
                n=repeated,
            )
        )
    if everybody and (repeated := match.right.repeated_ids):
        raise InvalidSetting(
            plural(
                "{n:count} customer stands in several rows of the table of customers; each needs "
                "one row, for everybody counts here. If the rows are what customers did, use them "
                "as an event log; if they are copies, remove them on the page Data doctor.",
                "{n:count} customers stand in several rows of the table of customers; each needs "
                "one row, for everybody counts here. If the rows are what customers did, use them "
                "as an event log; if they are copies, remove them on the page Data doctor.",
                n=repeated,
            )
        )
    if match.left.matched_rows:
        return
    near = tuple(str(note) for note in match.near.notes(match.left.name, match.right.name))
    raise NotEnoughData(
        msg(
            "None of the {answers:count} answers belongs to one of the {customers:count} "
            "customers: the ids have nothing in common. Check that both columns hold the same "
            "kind of id. {near}",
            answers=match.left.rows,
            customers=match.right.ids,
            near=" ".join(near),
        )
    )


def few_matched(finding: Message, match: Match | None) -> Message:
    """Say beside a finding that it rests on few of the answers, if it does."""
    if match is None or match.left.match_rate >= FEW_MATCHED:
        return finding
    return msg(
        "{finding} Only {share:percent} of the answers could be matched with a customer; this "
        "speaks for them alone.",
        finding=finding,
        share=match.left.match_rate,
    )


def about_match(match: Match) -> Iterator[Message]:
    """Say who matches, unless every answer does, and what else the match tells."""
    if match.left.only_ids or match.left.without_id:
        yield match.finding
    yield from match.notes
