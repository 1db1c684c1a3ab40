"""The only part that knows Streamlit: what a page is made of."""

from cx.ui import controls
from cx.ui.compute import compute
from cx.ui.examination import examination
from cx.ui.guard import require
from cx.ui.home import welcome
from cx.ui.intake import intake
from cx.ui.kept import kept
from cx.ui.navigation import next_step
from cx.ui.show import picture, show, table
from cx.ui.voices import voices

__all__ = [
    "compute",
    "controls",
    "examination",
    "intake",
    "kept",
    "next_step",
    "picture",
    "require",
    "show",
    "table",
    "voices",
    "welcome",
]
