"""How do your tables belong together?"""

from cx.ui.together import together

together()
