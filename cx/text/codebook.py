"""A codebook says which words stand for which theme."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from cx.errors import InvalidSetting, UnreadableFile
from cx.text import phrases
from cx.wording import Message, current_language, msg

_SHIPPED: Final = Path(__file__).with_name("codebook.yaml")
_FIELDS: Final = ("theme", "kind", "label", "phrases", "answers")


class Kind(StrEnum):
    """What naming a theme means: something stood in the way, nothing did, or no one knows."""

    BARRIER = "barrier"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme and the words for it.

    Attributes:
        name: short and unchanging; what tables show.
        kind: what naming it means.
        labels: what people call it inside a sentence, by language ("en", "zh").
        phrases: in all languages, as written in the file.
        answers: count only as the whole answer (“no”).
    """

    name: str
    kind: Kind
    labels: Mapping[str, str]
    phrases: tuple[str, ...]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """Themes in the order of the file, and what looks like a theme but is none."""

    themes: tuple[Theme, ...]
    ignore: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Theme]:
        """The themes by name."""
        return {theme.name: theme for theme in self.themes}

    def label(self, theme: str) -> str:
        """Return what people call a theme inside a sentence, in the language in use."""
        labels = self.by_name[theme].labels
        return labels.get(current_language().split("_", maxsplit=1)[0]) or next(
            iter(labels.values())
        )

    def title(self, theme: str) -> str:
        """Return the label as it stands alone, with a capital letter."""
        label = self.label(theme)
        return label[:1].upper() + label[1:]

    def kind(self, theme: str) -> Kind:
        """Return what naming a theme means."""
        return self.by_name[theme].kind


def as_codebook(source: Codebook | str | os.PathLike[str] | None) -> Codebook:
    """Return the codebook itself, read from a path, or the shipped one for None."""
    if isinstance(source, Codebook):
        return source
    if source is None:
        return shipped_codebook()
    if isinstance(source, str | os.PathLike):
        return read_codebook(Path(source))
    raise InvalidSetting(
        msg(
            "A codebook is a Codebook or the path of a YAML file; what arrived is a {kind}.",
            kind=type(source).__name__,
        )
    )


@lru_cache(maxsize=1)
def shipped_codebook() -> Codebook:
    """Return the codebook of purchase barriers in English and Chinese that comes along."""
    return read_codebook(_SHIPPED)


def read_codebook(path: Path) -> Codebook:
    """Read a codebook from a YAML file; `codebook.yaml` beside this module shows the form.

    Raises:
        UnreadableFile: there is no such file, or it is no YAML.
        InvalidSetting: a theme or a phrase cannot be used; the message names it.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableFile(
            msg(
                "The codebook {path} could not be read: {error}. It is a YAML file in UTF-8.",
                path=str(path),
                error=str(error),
            )
        ) from error
    return parse_codebook(content)


def parse_codebook(content: Any) -> Codebook:
    """Check what a codebook file holds and make a `Codebook` of it; see `read_codebook`."""
    if not isinstance(content, dict) or not isinstance(content.get("themes"), list):
        raise InvalidSetting(
            msg("A codebook has a list “themes” with a name, a label and phrases for each theme.")
        )
    themes = tuple(_theme(entry) for entry in content["themes"])
    names = [theme.name for theme in themes]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidSetting(
            msg("The codebook defines these themes twice: {themes:list}.", themes=twice)
        )
    if not themes:
        raise InvalidSetting(msg("The codebook has no theme; it needs at least one."))
    return Codebook(themes, tuple(_all_phrases("ignore", content.get("ignore") or {})))


def _theme(entry: Any) -> Theme:
    if not isinstance(entry, dict) or not isinstance(entry.get("theme"), str):
        raise InvalidSetting(
            msg("Each theme of a codebook starts with “theme: name”; this is {entry}.", entry=entry)
        )
    name = entry["theme"]
    unknown = [str(key) for key in entry if key not in _FIELDS]
    if unknown:
        raise _refuse(
            msg(
                "“{fields:list}” is not known; a theme has {known:list}.",
                fields=unknown,
                known=_FIELDS,
            ),
            name,
        )
    labels = entry.get("label")
    if not isinstance(labels, dict) or not labels or not all(map(_is_text, labels.values())):
        raise _refuse(msg("It needs a label by language, for example {{en: price}}."), name)
    kind = entry.get("kind", Kind.BARRIER.value)
    if kind not in list(Kind):
        raise _refuse(
            msg("The kind “{kind}” is not one of {known:list}.", kind=kind, known=list(Kind)), name
        )
    own = tuple(_all_phrases(name, entry.get("phrases") or {}))
    answers = tuple(_all_phrases(name, entry.get("answers") or {}))
    if not own and not answers:
        raise _refuse(msg("It has no phrases."), name)
    return Theme(name, Kind(kind), labels, own, answers)


def _all_phrases(theme: str, by_language: Any) -> Iterator[str]:
    if not isinstance(by_language, dict) or not all(
        isinstance(listed, list) for listed in by_language.values()
    ):
        raise _refuse(msg("Phrases are lists by language, for example {{en: [late]}}."), theme)
    seen: set[str] = set()
    for phrase in (phrase for listed in by_language.values() for phrase in listed):
        problem = _problem(phrase, seen)
        if problem is not None:
            raise _refuse(
                msg("The phrase “{phrase}”: {problem}", phrase=phrase, problem=problem), theme
            )
        seen.add(phrase)
        yield phrase


def _problem(phrase: Any, seen: set[str]) -> Message | None:
    if not isinstance(phrase, str):
        return msg("YAML reads it as something else than text; put it in quotes.")
    if phrase in seen:
        return msg("it is there twice.")
    return _FAULTS.get(phrases.fault(phrase) or "")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _refuse(problem: Message, theme: str) -> InvalidSetting:
    return InvalidSetting(
        msg("In the codebook, theme “{theme}”: {problem}", theme=theme, problem=problem)
    )


_FAULTS: Final[Mapping[str, Message]] = {
    "empty": msg("it holds no word."),
    "gap": msg("“...” stands between words, not at an end."),
    "star": msg("“*” stands at the end of a word of letters only."),
    "pause": msg("punctuation ends a clause; make two phrases of it."),
}
