"""What the workbench says: translatable messages and the formatting of numbers and dates."""

from cx.wording.message import (
    LANGUAGES,
    Message,
    current_language,
    language,
    msg,
    plural,
    t,
    use_language,
)

__all__ = [
    "LANGUAGES",
    "Message",
    "current_language",
    "language",
    "msg",
    "plural",
    "t",
    "use_language",
]
