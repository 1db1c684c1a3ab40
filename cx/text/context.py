"""What the words around a phrase make of it: negation, praise, the end of a clause."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

from cx.text.normal import BREAK, normalise
from cx.text.phrases import any_of

_FILE: Final = Path(__file__).with_name("context.yaml")
_NEAR: Final = 60  # characters around a phrase that are read; longer runs of filler do not occur


class Context:
    """The rules of `context.yaml`, compiled. One instance serves every codebook: `context()`."""

    def __init__(self, words: dict[str, dict[str, list[str]]]) -> None:
        lists = {name: [w for ws in by.values() for w in ws] for name, by in words.items()}
        negator, praise = any_of(lists["negators"]), any_of(lists["praise"])
        between = rf"(?:{any_of(lists['between'])} ?)*"
        judgement = any_of([*lists["praise"], *lists["trouble"]])
        self._break = re.compile(rf" ?{any_of(lists['breaks'])} ?")
        self._negator = re.compile(negator)
        self._praise = re.compile(praise)
        self._before = re.compile(
            rf"(?:(?P<not>{negator}) ?{between})?(?:(?P<praise>{praise}) ?{between})?$"
        )
        self._after = re.compile(
            rf" ?{between}(?P<not>{negator} ?)?{between}(?P<judgement>{judgement})"
        )
        self.filler = any_of(lists["fillers"])

    def clauses(self, text: str) -> str:
        """Normalise a text and break it at conjunctions as well."""
        return re.sub(rf"\{BREAK}+", BREAK, self._break.sub(BREAK, normalise(text)))

    def denies(self, text: str, start: int, end: int, *, own: str) -> bool:
        """Tell whether a phrase found in a broken text is turned round by its clause.

        Every negation turns the meaning once: “not expensive” and “a good price” are no
        complaints, “not a good price” is one.

        Args:
            text: from `clauses`.
            start: where the phrase begins.
            end: where it ends.
            own: the phrase as the codebook has it; negations of its own do not count.
        """
        first = text.rfind(BREAK, 0, start) + 1
        last = text.find(BREAK, end)
        before = text[max(first, start - _NEAR) : start]
        after = text[end : min(end + _NEAR, len(text) if last < 0 else last)]
        turns = self._turns_before(before) + self._turns_after(after)
        turns += self._negations(text[start:end]) - self._negations(normalise(own))
        return turns % 2 == 1

    def _turns_before(self, before: str) -> int:
        found = self._before.search(before)
        return 0 if found is None else sum(value is not None for value in found.groups())

    def _turns_after(self, after: str) -> int:
        found = self._after.match(after)
        if found is None:
            return 0
        praised = self._praise.fullmatch(found["judgement"]) is not None
        return int(praised) + int(found["not"] is not None)

    def _negations(self, text: str) -> int:
        return len(self._negator.findall(text))


@lru_cache(maxsize=1)
def context() -> Context:
    """Return the rules, read once."""
    return Context(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
