"""Who answered, and who did not: with what is known of customers, or else among the answers."""

from __future__ import annotations

from typing import Any, Final

from cx.analyses.respondents import respondents as analysed
from cx.analyses.respondents_comments import comment_bias
from cx.analyses.respondents_known import attributes_known
from cx.data.dataset import Customers, Dataset, Events, Feedback
from cx.ui import controls, guard, samples, state
from cx.ui.compute import compute
from cx.ui.show import also, show
from cx.wording import msg, t

_KINDS: Final = ("customers", "events")
_NEEDED: Final = msg(
    "To see who did not answer, this page needs **all customers beside the answers**: a table with "
    "one row a customer, or an event log with who, what and when, with the same customer ids as "
    "the answers."
)


def respondents(feedback: Dataset) -> None:
    """Show who answered; without customers whether those who wrote are like the others.

    Args:
        feedback: the answers that were chosen.
    """
    answers = Feedback.expect(feedback)
    known = _known() if answers.customer else None
    if known is not None:
        show(compute(analysed, answers, customers=known, **_settings(known)))
        if answers.comments:
            also(
                t("Do those who write a comment think as the others do?"),
                lambda: compute(comment_bias, answers),
            )
        return
    if answers.comments:
        show(compute(comment_bias, answers))
    guard.explain(_NEEDED)


def _known() -> Customers | Events | None:
    saved = {item.id: item for kind in _KINDS for item in state.workspace().datasets(kind)}
    if not saved:
        return None
    names = {key: samples.name_of(item) for key, item in saved.items()}
    chosen = saved[
        controls.choose(t("All customers"), "customers", names, next(iter(saved)))
    ].open()
    return chosen if isinstance(chosen, Customers | Events) else None


def _settings(known: Customers | Events) -> dict[str, Any]:
    """Give the settings of `cx.respondents`."""
    names = {name: str(label) for name, label in compute(attributes_known, known).items()}
    return {"weight_by": tuple(controls.choose_many(t("Weight by"), "weight_by", names, ()))}
