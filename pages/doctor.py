"""What in the data needs mending?"""

from cx import ui

ui.examination()
