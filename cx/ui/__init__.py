"""The only part that knows Streamlit: what a page is made of."""

from cx.ui import controls
from cx.ui.beside import beside
from cx.ui.compute import compute
from cx.ui.customers import require_known, require_value
from cx.ui.examination import examination
from cx.ui.guard import require
from cx.ui.home import welcome
from cx.ui.intake import intake
from cx.ui.kano import explain_kano
from cx.ui.kept import kept
from cx.ui.navigation import next_step
from cx.ui.show import also, picture, show, table
from cx.ui.voices import voices
from cx.ui.what_if import what_if

__all__ = [
    "also",
    "beside",
    "compute",
    "controls",
    "examination",
    "explain_kano",
    "intake",
    "kept",
    "next_step",
    "picture",
    "require",
    "require_known",
    "require_value",
    "show",
    "table",
    "voices",
    "welcome",
    "what_if",
]
