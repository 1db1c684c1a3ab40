"""Everything that is looked for in a table before it is used, each as a finding with its mends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import ibis.expr.types as ir

from cx.data.column_findings import date_findings, repeated_findings, sign_findings
from cx.data.exports import export_findings, export_named, order_findings
from cx.data.health import Finding
from cx.data.mending.step import Step
from cx.data.personal.findings import personal_findings
from cx.data.scales.findings import scale_findings
from cx.data.shapes.findings import shape_findings
from cx.data.table import RawTable
from cx.data.traits import Traits


def findings_of(table: ir.Table, columns: Sequence[Traits], raw: RawTable) -> tuple[Finding, ...]:
    """Look for what may need mending.

    Args:
        table: with the column `ROW`; of a very large one some rows.
        columns: what its columns look like.
        raw: where it comes from.
    """
    export = export_named(raw.export)
    separator = export.separator if export else None
    found = (
        *(export_findings(export, table, columns) if export else order_findings(table, columns)),
        *shape_findings(table, columns, parts=raw.parts, separator=separator),
        *date_findings(table, columns),
        *sign_findings(table, columns),
        *scale_findings(table, columns),
        *repeated_findings(table, columns),
        *(replace(each, personal=True) for each in personal_findings(table, columns)),
    )
    return tuple(_each_mend_once(found))


def _each_mend_once(found: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out a proposal that another finding makes already; what is certain goes before."""
    proposed: set[Step] = set()
    for finding in sorted(found, key=lambda each: not each.certain):
        if finding.mends and finding.mends[0] in proposed:
            continue
        proposed.update(finding.mends)
        yield finding
