"""Which data shall we work with?"""

from cx import ui

ui.intake()
ui.kept()
