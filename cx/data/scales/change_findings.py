"""What is said about a scale that changes in the middle of a file, and the way out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cx.data import engine
from cx.data.health import Finding
from cx.data.mending.rows import Period
from cx.data.mending.step import ROW
from cx.data.scales.change import (
    TOPS,
    Bucket,
    Change,
    fetch_buckets,
    find_change,
)
from cx.data.scales.codes import Rated
from cx.data.scales.scale import Scale, infer_scale
from cx.data.traits import Traits
from cx.data.vocabulary import rank, says
from cx.wording import msg

BLOCKS: Final = 200
MOSTLY: Final = 0.8
AT_ONCE: Final = 40
FEWEST_RUNS: Final = 0.5


def change_findings(
    table: ir.Table, columns: Sequence[Traits], ratings: Mapping[str, Rated]
) -> Iterator[Finding]:
    """Find ratings whose scale changes on a day, or at a row where there is no time.

    Only ratings that reach at least two points beyond a shorter scale are looked at. With a time
    the finding offers the two periods to choose from; without one it is a warning only.
    """
    names = [name for name, column in ratings.items() if max(column.answers) >= TOPS[0] + 2]
    time = _time(columns)
    for start in range(0, len(names), AT_ONCE):
        here = names[start : start + AT_ONCE]
        scores = {name: _answers(table, ratings[name]) for name in here}
        if time is not None:
            yield from _over_time(table, scores, time)
        elif ROW in table.columns:
            yield from _over_rows(table, scores, columns[0].rows)


def _answers(table: ir.Table, column: Rated) -> Any:
    """Give the answers of a column without its codes for “no answer”."""
    score: Any = table[column.name].cast("float64")
    for code in column.codes:
        score = score.nullif(code)
    return score


def _time(columns: Sequence[Traits]) -> str | None:
    """Choose the column that says when an answer was given."""
    times = [
        c
        for c in columns
        if c.type in {"date", "time"} and not says(c.name, "birth") and c.distinct > 1
    ]
    full = [c for c in times if c.filled >= MOSTLY * c.rows]
    return max(full, key=lambda c: rank(c.name, "time") or 0).name if full else None


def _over_time(table: ir.Table, scores: Mapping[str, Any], time: str) -> Iterator[Finding]:
    when: Any = table[time]
    day = when.truncate("D").cast("timestamp")
    for name, buckets in fetch_buckets(table, scores, day).items():
        change = find_change(buckets.counts)
        if change is None:
            continue
        moment = _moment(table, scores[name], when, change)
        counted = _counted(table, scores[name], when, moment)
        yield _dated(name, time, moment, change, counted)


def _moment(table: ir.Table, score: Any, time: Any, change: Change) -> Any:
    """Give the first moment of the later scale, to the second where the times say it."""
    rows = table.select(score=score, time=time.cast("timestamp")).drop_null()
    beyond = rows.score > change.top
    if change.longer:
        found = engine.fetch(rows.aggregate(at=rows.time.min(where=beyond)))["at"][0]
    else:
        last = rows.aggregate(at=rows.time.max(where=beyond))
        end = engine.fetch(last)["at"][0]
        later = rows.filter(rows.time > end.to_pydatetime())
        found = engine.fetch(later.aggregate(at=later.time.min()))["at"][0]
    return found


def _counted(table: ir.Table, score: Any, time: Any, moment: Any) -> tuple[int, int]:
    rows = table.select(score=score, time=time.cast("timestamp")).drop_null()
    early = (rows.time < moment.to_pydatetime()).cast("int32")
    found = engine.fetch(rows.aggregate(before=early.sum(), n=rows.count())).iloc[0]
    return int(found["before"]), int(found["n"]) - int(found["before"])


def _scales(name: str, change: Change) -> tuple[Scale, Scale]:
    shorter, longer = (
        (change.before, change.after) if change.longer else (change.after, change.before)
    )
    # The name may say one of the two scales: the longer one, or else the values would not fit it.
    found = _scale("", shorter), _scale(name, longer)
    return found if change.longer else (found[1], found[0])


def _scale(name: str, scores: Bucket) -> Scale:
    return infer_scale(
        name,
        low=min(scores),
        high=max(scores),
        n=sum(scores.values()),
        zeros=scores.get(0, 0),
        within=1.0 if max(scores) <= 10 and min(scores) >= 0 else 0.5,
    )


def _dated(name: str, time: str, moment: Any, change: Change, counted: tuple[int, int]) -> Finding:
    first, second = _scales(name, change)
    at = moment.isoformat() if moment != moment.normalize() else moment.date().isoformat()
    text = msg(
        "The scale of “{column}” changes on {day:date}: {before:count} answers before are on "
        "{low} to {high}, {after:count} from then on are on {new_low} to {new_high}. Together they "
        "mean nothing; choose which to use.",
        column=name,
        day=moment,
        before=counted[0],
        low=first.low,
        high=first.high,
        after=counted[1],
        new_low=second.low,
        new_high=second.high,
    )
    later, earlier = Period(column=time, since=at), Period(column=time, until=at)
    return Finding(
        kind="warning", message=text, column=name, rows=sum(counted), mends=(later, earlier)
    )


def _over_rows(table: ir.Table, scores: Mapping[str, Any], rows: int) -> Iterator[Finding]:
    size = max(1, rows // BLOCKS)
    row: Any = table[ROW]
    block = (row // size).cast("int64")
    for name, buckets in fetch_buckets(table, scores, block).items():
        change = find_change(buckets.counts)
        if change is None or _sorted(table, scores[name], change, buckets.places, size):
            continue
        first, second = _scales(name, change)
        text = msg(
            "The scale of “{column}” seems to change near row {row:count} of the file: "
            "{before:count} answers before are on {low} to {high}, {after:count} after are on "
            "{new_low} to {new_high}. There is no column of times by which one part could be "
            "chosen: split the file there.",
            column=name,
            row=int(buckets.places[change.at]) * size,
            before=sum(change.before.values()),
            low=first.low,
            high=first.high,
            after=sum(change.after.values()),
            new_low=second.low,
            new_high=second.high,
        )
        yield Finding(kind="warning", message=text, column=name, rows=sum(change.before.values()))


def _sorted(table: ir.Table, score: Any, change: Change, places: Sequence[Any], size: int) -> bool:
    """Tell whether the rows of the shorter scale are sorted by the score or grouped by it.

    Answers in the order in which they came are as often followed by another score as chance has
    it; in a file sorted by score hardly ever.
    """
    border = int(places[change.at]) * size
    shorter = change.before if change.longer else change.after
    rows = table.select(score=score, row=table[ROW]).drop_null()
    own: Any = rows.row
    rows = rows.filter(own < border if change.longer else own >= border)
    here: Any = rows.score
    turns = here != here.lag().over(ibis.window(order_by=rows.row))
    marked = rows.select(turn=turns)
    found = int(engine.fetch(marked.aggregate(n=marked.turn.cast("int32").sum()))["n"][0])
    n = sum(shorter.values())
    expected = n - sum(count * count for count in shorter.values()) / n
    return found < FEWEST_RUNS * expected
