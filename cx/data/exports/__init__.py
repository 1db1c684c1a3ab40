"""Exports of known programs, recognised by their shape and described in catalogue.yaml."""

from cx.data.exports.description import Exclusion, Export, catalogue, export_named
from cx.data.exports.findings import export_findings, order_findings
from cx.data.exports.recognition import ExportMatch, match_export, recognise_export
from cx.data.exports.roles import export_roles

__all__ = [
    "Exclusion",
    "Export",
    "ExportMatch",
    "catalogue",
    "export_findings",
    "export_named",
    "export_roles",
    "match_export",
    "order_findings",
    "recognise_export",
]
