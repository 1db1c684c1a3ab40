"""What the team believes: read from any table, and which belief counts where there are several."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from cx.errors import ColumnNotFound, InvalidSetting, NotEnoughData
from cx.wording import Message, msg, plural

FIGURES: Final = ("believed", "share", "importance")
_COLUMNS: Final = ("member", "touchpoint", *FIGURES, "lowest", "highest", "given", "seen")
_CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "touchpoint": ("touchpoint", "touch point", "experience", "driver", "触点", "接触点", "体验"),
    "believed": ("believed", "belief", "performance", "rating", "我们认为", "认为", "表现", "评分"),
    "share": ("share", "believed share", "比例", "占比", "认同比例"),
    "importance": ("importance", "重要性", "重要程度"),
    "member": ("member", "who", "person", "成员", "姓名"),
    "lowest": ("lowest",),
    "highest": ("highest",),
    "given": ("given", "given at", "date", "time", "日期", "时间"),
    "seen": ("seen",),
}


def plain_name(name: object) -> str:
    """Write a name without what people write differently: case, width, underscores, spaces.

    >>> plain_name("Delivery_Time ")
    'delivery time'
    """
    text = unicodedata.normalize("NFKC", str(name)).casefold().replace("_", " ")
    return " ".join(text.split())


def read_beliefs(beliefs: Any) -> tuple[pd.DataFrame, tuple[Message, ...]]:
    """Bring beliefs into one form.

    Args:
        beliefs: touchpoint → believed rating, a pandas or pyarrow table, or a sequence of its rows
            as mappings or data classes; see `cx.perception_gap` for its columns.

    Returns:
        Columns `member touchpoint believed share importance lowest highest given seen`, one row a
        belief, and what was noticed. Shares are 0–1, times in UTC without a zone; beliefs without
        a name are told apart by their place among those of the same time.

    Raises:
        ColumnNotFound: there is no column of touchpoints.
        InvalidSetting: it is no table, holds no figure, shares that are none, or two beliefs of
            one member on one touchpoint at the same time.
        NotEnoughData: no belief is left.
    """
    table = _named(_as_table(beliefs))
    notes: list[Message] = []
    rows = pd.DataFrame({name: table.get(name) for name in _COLUMNS}, index=table.index)
    rows = rows.assign(**{name: _numbers(rows[name]) for name in (*FIGURES, "lowest", "highest")})
    rows["share"], told = _shares(rows["share"], percent=_percent_signs(table.get("share")))
    notes += told
    rows["given"] = _times(rows["given"])
    rows["seen"] = rows["seen"].map(_truth).astype(bool)
    usable = rows["touchpoint"].notna() & rows[list(FIGURES)].notna().any(axis=1)
    if dropped := int((~usable).sum()):
        notes.append(
            plural(
                "{n:count} belief has no touchpoint or no number and is left out.",
                "{n:count} beliefs have no touchpoint or no number and are left out.",
                n=dropped,
            )
        )
    rows = rows[usable].assign(touchpoint=_one_spelling(rows.loc[usable, "touchpoint"]))
    if rows.empty:
        raise NotEnoughData(
            msg(
                "There is no belief to compare with. Give the name of a touchpoint and a number "
                "for each."
            )
        )
    rows = _members(rows).drop_duplicates(ignore_index=True)
    _refuse_contradictions(rows)
    return rows, tuple(notes)


def counting(rows: pd.DataFrame, *, before: pd.Timestamp | None = None) -> pd.DataFrame:
    """Choose the belief of each member on each touchpoint that counts.

    Beliefs given before the result was seen go before those given after it; then the latest
    counts. With `before`, the latest of those given before that time counts, and where there is
    none, the first one after it: those rows have `late` set.
    """
    stamp = rows["given"].fillna(pd.Timestamp(0)).astype("datetime64[us]").astype("int64")
    late = pd.Series(data=False, index=rows.index) if before is None else rows["given"] >= before
    ordered = rows.assign(late=late, order=stamp.where(late, -stamp)).sort_values(
        ["touchpoint", "member", "seen", "late", "order"]
    )
    chosen = ordered.drop_duplicates(["touchpoint", "member"])
    return chosen.drop(columns="order").reset_index(drop=True)


def _as_table(beliefs: Any) -> pd.DataFrame:
    if isinstance(beliefs, pd.DataFrame):
        return beliefs.reset_index(drop=True)
    if isinstance(beliefs, Mapping | pd.Series):
        items = list(beliefs.items())
        return pd.DataFrame(items, columns=["touchpoint", "believed"])
    if isinstance(beliefs, Sequence) and not isinstance(beliefs, str):
        return pd.DataFrame(list(beliefs))
    if hasattr(beliefs, "to_pandas"):
        table: pd.DataFrame = beliefs.to_pandas()
        return table
    raise InvalidSetting(
        msg(
            "Beliefs have to be a table with the columns touchpoint and believed, or a mapping of "
            "touchpoint to believed rating; what arrived is a {kind}.",
            kind=type(beliefs).__name__,
        )
    )


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Give the columns the names in use here, whatever case or language they came in."""
    found = {plain_name(column): column for column in reversed(list(table.columns))}
    names = {
        name: next((found[called] for called in called_so if called in found), None)
        for name, called_so in _CALLED.items()
    }
    columns = [str(column) for column in table.columns]
    if names["touchpoint"] is None:
        raise ColumnNotFound("touchpoint", columns)
    if all(names[figure] is None for figure in FIGURES):
        raise ColumnNotFound("believed", columns)
    return pd.DataFrame({name: table[own] for name, own in names.items() if own is not None})


def _one_spelling(names: pd.Series[Any]) -> list[str]:
    """Write every touchpoint in one way, the first in the alphabet of those in use."""
    texts = [str(name).strip() for name in names]
    first = {plain_name(text): text for text in sorted(texts, reverse=True)}
    return [first[plain_name(text)] for text in texts]


def _numbers(column: pd.Series[Any]) -> pd.Series[float]:
    return pd.to_numeric(column.map(_without_sign), errors="coerce").astype("float64")


def _without_sign(value: Any) -> Any:
    return value.strip().rstrip("%％") if isinstance(value, str) else value


def _percent_signs(column: pd.Series[Any] | None) -> bool:
    return column is not None and any(str(value).strip().endswith(("%", "％")) for value in column)


def _shares(shares: pd.Series[float], *, percent: bool) -> tuple[pd.Series[float], list[Message]]:
    notes = []
    if percent or (shares > 1).any():
        shares = shares / 100
        if not percent:
            notes.append(msg("The believed shares go beyond 1 and are read as percentages."))
    outside = shares[(shares < 0) | (shares > 1)]
    if len(outside):
        raise InvalidSetting(
            msg(
                "A believed share is {share:percent}; it has to lie between 0% and 100%.",
                share=float(outside.iloc[0]),
            )
        )
    return shares, notes


def _times(column: pd.Series[Any]) -> pd.Series[Any]:
    times = pd.to_datetime(column.astype(object), errors="coerce", utc=True, format="mixed")
    return times.dt.tz_localize(None)


def _truth(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().casefold() in {"true", "yes", "1", "是"}
    return not pd.isna(value) and bool(value)


def _members(rows: pd.DataFrame) -> pd.DataFrame:
    """Name those who left no name by their place, which no name looks like."""
    given = rows["member"].map(lambda name: None if pd.isna(name) else str(name).strip() or None)
    nameless = rows[given.isna()]
    places = nameless.groupby(["touchpoint", "given"], dropna=False).cumcount()
    numbered = places.map(lambda place: f"({place + 1})")
    return rows.assign(member=given.where(given.notna(), numbered))


def _refuse_contradictions(rows: pd.DataFrame) -> None:
    same = rows[rows.duplicated(["member", "touchpoint", "given", "seen"])]
    if same.empty:
        return
    raise InvalidSetting(
        msg(
            "“{member}” believes two different things of “{touchpoint}”. Leave one of them out, or "
            "say in a column “given” when each was said: the latest counts.",
            member=same["member"].iloc[0],
            touchpoint=same["touchpoint"].iloc[0],
        )
    )


def about_beliefs(counted: pd.DataFrame) -> Iterator[Message]:
    """Say what weakens the beliefs that count."""
    if seen := int(counted.loc[counted["seen"], "member"].nunique()):
        yield plural(
            "{n:count} member of the team gave beliefs after the result had been seen.",
            "{n:count} members of the team gave beliefs after the result had been seen.",
            n=seen,
        )
    if len(set(counted["member"])) == 1:
        yield msg(
            "The belief is one number for each touchpoint: how far the team is at one with itself "
            "cannot be told. Ask its members one by one to know."
        )
