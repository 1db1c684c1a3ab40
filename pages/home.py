"""What would you like to know about your customers?"""

from cx import ui

ui.welcome()
