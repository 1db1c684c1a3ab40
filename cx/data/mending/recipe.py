"""The list of steps by which a file became what it is, to be used on the next file again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

# the modules whose steps a recipe may hold
from cx.data.mending import cells, personal, rows, shape
from cx.data.mending.step import Step, step_from_json

STEP_MODULES = (cells, personal, rows, shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a person decided about a file, and what was decided for them and not refused.

    Attributes:
        steps: the mends that are made, in this order.
        refused: mends that were proposed and are not wanted; they are not proposed again.
        columns: the names of the columns, as the file had them.
    """

    steps: tuple[Step, ...] = ()
    refused: tuple[Step, ...] = ()
    columns: tuple[str, ...] = ()

    def accepting(self, step: Step) -> Self:
        """Return the recipe with a step more, which is then not refused any longer."""
        if step in self.steps:
            return self
        refused = tuple(other for other in self.refused if other != step)
        return replace(self, steps=(*self.steps, step), refused=refused)

    def refusing(self, step: Step) -> Self:
        """Return the recipe without a step, which is not proposed again."""
        steps = tuple(other for other in self.steps if other != step)
        refused = self.refused if step in self.refused else (*self.refused, step)
        return replace(self, steps=steps, refused=refused)

    def without(self, step: Step) -> Self:
        """Return the recipe as if nothing had been decided about a step: the undo."""
        return replace(
            self,
            steps=tuple(other for other in self.steps if other != step),
            refused=tuple(other for other in self.refused if other != step),
        )

    def to_json(self) -> str:
        """Write the recipe as text."""
        return json.dumps(
            {
                "steps": [step.to_json() for step in self.steps],
                "refused": [step.to_json() for step in self.refused],
                "columns": list(self.columns),
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote; steps of a kind that is not known are passed over."""
        values = json.loads(text)
        return cls(
            steps=_steps(values["steps"]),
            refused=_steps(values["refused"]),
            columns=tuple(values["columns"]),
        )


def _steps(values: Sequence[dict[str, Any]]) -> tuple[Step, ...]:
    read = (step_from_json(item) for item in values)
    return tuple(step for step in read if step is not None)
