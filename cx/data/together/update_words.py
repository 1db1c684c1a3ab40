"""What became of the rows of an update, as a table and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from cx.data.together.inputs import Input
from cx.data.together.replacing import Replacement
from cx.data.together.single import Single
from cx.wording import Message, msg, plural


def report_of(before: Single, after: Single, done: Replacement) -> pd.DataFrame:
    """Return `part old_rows new_rows result_rows`."""
    unseen = after.rows_without_id - done.known_without_id
    rows = [
        ("changed", done.changed, done.changed, done.changed),
        ("unchanged", done.unchanged, done.unchanged, done.unchanged),
        ("only_old", done.only_old, 0, done.only_old),
        ("added", 0, done.added, done.added),
        ("no_id", before.rows_without_id, unseen, before.rows_without_id + unseen),
        ("no_id_known", 0, done.known_without_id, 0),
        ("set_aside", before.set_aside, after.set_aside, 0),
    ]
    return pd.DataFrame(rows, columns=["part", "old_rows", "new_rows", "result_rows"])


def update_notes(
    inputs: Sequence[Input], before: Single, after: Single, done: Replacement
) -> Iterator[Message]:
    """Say what happened to rows without an id and to blank cells."""
    old, new = (item.name for item in inputs)
    if before.rows_without_id:
        yield plural(
            "{n:count} row of “{table}” has no id and stays as it is.",
            "{n:count} rows of “{table}” have no id and stay as they are.",
            n=before.rows_without_id,
            table=old,
        )
    if after.rows_without_id:
        yield msg(
            "{rows:count} rows of “{new}” have no id: {known:count} of them are in “{old}” already "
            "in the same form, the others are added.",
            rows=after.rows_without_id,
            known=done.known_without_id,
            old=old,
            new=new,
        )
    if kept := int(done.changes["kept"].sum()):
        yield plural(
            "{n:count} blank cell of “{new}” does not erase what “{old}” has there.",
            "{n:count} blank cells of “{new}” do not erase what “{old}” has there.",
            n=kept,
            old=old,
            new=new,
        )
    if erased := int(done.changes["erased"].sum()):
        yield plural(
            "{n:count} blank cell of “{new}” erases what “{old}” had there.",
            "{n:count} blank cells of “{new}” erase what “{old}” had there.",
            n=erased,
            old=old,
            new=new,
        )
