"""Names for people from the rows of a header: the question, and the option where there are some."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from cx.data.exports.description import Export, folded

Row = Sequence[str | None]
Parts = tuple[str, ...]

_TAG: Final = re.compile(
    r"</?(?:a|b|big|br|center|div|em|font|h[1-6]|hr|i|img|label|li|ol|o:p|p|small|span|strong|sub|"
    r"sup|table|tbody|td|th|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\s*/?>", re.IGNORECASE)
_ITEM: Final = re.compile(r"(?P<stem>.+?)(?:_(?:x?\d+|TEXT|RANK|GROUP|NPS_GROUP|DO_\d+))+")
_BETWEEN: Final = " - "
_CHOSEN: Final = frozenset({"selectedchoice"})


def plain_name(text: str | None) -> str:
    """Write a name as people read it: without marks of web pages and doubled spaces.

    >>> plain_name("How <b>likely</b>&nbsp;are  you?")
    'How likely are you?'
    """
    bare = _TAG.sub("", _BREAK.sub(" ", text or ""))
    unescaped = html.unescape(bare) if "&" in bare else bare
    return re.sub(r"[\s\0]+", " ", unescaped).strip()


def joined_name(parts: Parts) -> str | None:
    """Join question and option to one name.

    >>> joined_name(("Which films have you seen?", "A New Hope"))
    'Which films have you seen? – A New Hope'
    """
    return " – ".join(parts) or None


def filled_right(row: Row, below: Row) -> list[str]:
    """Repeat each text to the right across blanks, as long as something stands below them."""
    filled: list[str] = []
    last = ""
    for number in range(max(len(row), len(below))):
        text = plain_name(row[number] if number < len(row) else None)
        under = plain_name(below[number] if number < len(below) else None)
        last = text or (last if under else "")
        filled.append(last)
    return filled


def parts_of_options(
    questions: Row, options: Row, boilerplate: frozenset[str] = frozenset()
) -> list[Parts]:
    """Tell question and option of each column, the question standing above its first option."""
    above = filled_right(questions, options)
    below = [plain_name(text) for text in options] + [""] * len(above)
    return [
        tuple(text for text in (question, "" if folded(option) in boilerplate else option) if text)
        if folded(question) != folded(option)
        else (question,)
        for question, option in zip(above, below, strict=False)
    ]


def parts_of_remarks(names: Row, remarks: Row) -> list[Parts]:
    """Put the remark that stands below a name behind it: weight (in grams)."""
    below = [*remarks, *[None] * len(names)]
    texts = (
        f"{plain_name(name)} {plain_name(remark)}".strip()
        for name, remark in zip(names, below, strict=False)
    )
    return [(text,) if text else () for text in texts]


def parts_of_variables(variables: Row, questions: Row, export: Export) -> list[Parts]:
    """Tell question and option of each column from its variable and the text of its question.

    Columns of one question have variables such as Q2_1 and Q2_2 and texts that begin alike, up to
    a hyphen. What the program itself writes keeps its variable: it is the same in every language.
    """
    names = [plain_name(text) for text in variables]
    texts = [plain_name(text) for text in questions] + [""] * len(names)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        if texts[number] and folded(name) not in export.known:
            groups[_stem(name)].append(number)
    parts: list[Parts] = [(name,) if name else () for name in names]
    for columns in groups.values():
        question = _common([texts[number] for number in columns])
        for number in columns:
            option = texts[number].removeprefix(f"{question}{_BETWEEN}") if question else ""
            if not option:
                parts[number] = (texts[number],)
            elif folded(option) in _CHOSEN:
                parts[number] = (question,)
            else:
                parts[number] = (question, option)
    return _told_apart(parts, names)


def parts_by_pattern(names: Row, patterns: Iterable[re.Pattern[str]]) -> list[Parts]:
    """Take names apart into question and option where several columns share the question."""
    texts = [plain_name(name) for name in names]
    parts: list[Parts] = [(text,) if text else () for text in texts]
    for pattern in patterns:
        matches = {number: pattern.fullmatch(text) for number, text in enumerate(texts)}
        found = {number: match.groups() for number, match in matches.items() if match}
        times = Counter(question for question, _ in found.values())
        for number, (question, option) in found.items():
            if times[question] > 1 and len(parts[number]) == 1:
                parts[number] = (question.strip(), option.strip())
    return parts


def _stem(variable: str) -> str:
    item = _ITEM.fullmatch(variable)
    return item["stem"] if item else variable


def _common(texts: Sequence[str]) -> str:
    """Return what texts share up to a hyphen; of a single one, what stands before a mere label."""
    if len(texts) == 1:
        question, _, option = texts[0].rpartition(_BETWEEN)
        return question if folded(option) in _CHOSEN else ""
    pieces = [text.split(_BETWEEN) for text in texts]
    shared = 0
    while all(len(piece) > shared + 1 and piece[shared] == pieces[0][shared] for piece in pieces):
        shared += 1
    return _BETWEEN.join(pieces[0][:shared])


def _told_apart(parts: Sequence[Parts], variables: Sequence[str]) -> list[Parts]:
    """Add the variable where two columns would have the same name."""
    times = Counter(folded(joined_name(each) or "") for each in parts)
    return [
        (*each[:-1], f"{each[-1]} ({variable})")
        if each and variable and times[folded(joined_name(each) or "")] > 1 and each[-1] != variable
        else each
        for each, variable in zip(parts, variables, strict=True)
    ]
