"""What is planted, read from planted.toml, and how people write, from answers.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).resolve().parent

PLANTED: Final[dict[str, Any]] = tomllib.loads((_HERE / "planted.toml").read_text("utf-8"))
ANSWERS: Final[dict[str, Any]] = tomllib.loads((_HERE / "answers.toml").read_text("utf-8"))
TOUCHPOINTS: Final[tuple[str, ...]] = tuple(PLANTED["touchpoints"])
