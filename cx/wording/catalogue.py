"""Keeps the message catalogues in step with the code: `python -m cx.wording.catalogue`.

`update` collects every message of the code, merges it into `cx.po` (translations stay, what the
code no longer says goes) and compiles `cx.mo`. `check` lists what is not in order.
"""

from __future__ import annotations

import argparse
import ast
import io
import string
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cx.wording import LANGUAGES
from cx.wording.formats import WRITERS

ROOT: Final = Path(__file__).parents[2]
TEXTS: Final[Mapping[str, int]] = {"msg": 1, "t": 1, "plural": 2}
"""The functions that make messages, and how many of their arguments are texts."""

HEADER: Final = "# What the workbench says. Keep every {placeholder:kind} as it is."


class Extraction:
    """The messages of the code.

    Attributes:
        template: the messages with the files they stand in, untranslated.
        faults: calls that cannot work, one sentence each.
    """

    def __init__(self, files: Iterable[Path], root: Path) -> None:
        self.template: Any = Catalog(fuzzy=False)
        self.faults: list[str] = []
        for file in sorted(files):
            where = file.relative_to(root).as_posix()
            for call in _message_calls(ast.parse(file.read_text(encoding="utf-8"))):
                self._add(call, where)

    def _add(self, call: ast.Call, where: str) -> None:
        name = _name(call)
        texts = [text for text in map(_literal, call.args) if text is not None]
        if len(texts) != TEXTS[name] or len(call.args) != TEXTS[name]:
            self._fault(call, where, f"{name} needs {TEXTS[name]} literal text(s)")
            return
        self.template.add(texts[0] if name != "plural" else tuple(texts), locations=[(where, 0)])
        given = {keyword.arg for keyword in call.keywords}
        if name == "plural" and not {"n", None} & given:  # None stands for **values
            self._fault(call, where, "plural needs a value for n")
        for text in texts:
            for fault in _text_faults(text, given):
                self._fault(call, where, f"“{text}” {fault}")

    def _fault(self, call: ast.Call, where: str, text: str) -> None:
        self.faults.append(f"{where}:{call.lineno}: {text}")


def extract(root: Path = ROOT) -> Extraction:
    """Collect the messages of `cx/` and `pages/` under `root`."""
    own = {root / "cx/wording/message.py"}  # defines the functions: its calls hold no texts
    return Extraction({*root.glob("cx/**/*.py"), *root.glob("pages/*.py")} - own, root)


def placeholders(text: str) -> set[tuple[str, str]]:
    """Return the name and kind of every placeholder.

    >>> placeholders("{n:count} answers")
    {('n', 'count')}
    """
    parts = string.Formatter().parse(text)
    return {(name, kind or "") for _, name, kind, _ in parts if name is not None}


def merge(template: Any, old: Any, language: str) -> Any:
    """Return the messages of `template` with the translations that `old` has for them."""
    dates = {"creation_date": old.creation_date, "revision_date": old.revision_date}
    merged = Catalog(
        locale=language, header_comment=HEADER, project="cx-workbench", fuzzy=False, **dates
    )
    merged.last_translator = merged.language_team = merged.msgid_bugs_address = ""
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id)
        keeps = known is not None and known.id == message.id
        added = merged.add(message.id, known.string if keeps else None, message.locations)
        added.flags = known.flags & {"fuzzy"} if keeps else set()
    return merged


def compiled(catalogue: Any) -> bytes:
    """Return `catalogue` in the form that gettext reads."""
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def problems(template: Any, catalogue: Any) -> Iterator[str]:
    """Say what `catalogue` lacks to be a complete translation of `template`."""
    wanted = {message.id for message in template if message.id}
    found = {message.id: message for message in catalogue if message.id}
    for text in found.keys() - wanted:
        yield f"obsolete: {text}"
    for text in wanted - found.keys():
        yield f"missing: {text}"
    for text in wanted & found.keys():
        message = found[text]
        translations = [message.string] if isinstance(text, str) else list(message.string)
        if not all(translations):
            yield f"not translated: {text}"
        elif message.fuzzy:
            yield f"fuzzy: {text}"
        elif not all(_same_placeholders(text, translation) for translation in translations):
            yield f"other placeholders: {text} → {message.string}"


def update(root: Path = ROOT) -> None:
    """Bring the catalogues under `root` up to date with the code."""
    template = extract(root).template
    for language, folder in _folders(root):
        source = folder / "cx.po"
        old = _read(source, language) if source.exists() else Catalog(locale=language)
        folder.mkdir(parents=True, exist_ok=True)
        with source.open("wb") as file:
            write_po(file, merge(template, old, language), width=100, include_lineno=False)
        (folder / "cx.mo").write_bytes(compiled(_read(source, language)))


def check(root: Path = ROOT) -> list[str]:
    """Return everything that is not in order under `root`, one line each, sorted."""
    code = extract(root)
    found = list(code.faults)
    for language, folder in _folders(root):
        catalogue = _read(folder / "cx.po", language)
        found += [f"{language}: {problem}" for problem in problems(code.template, catalogue)]
        if (folder / "cx.mo").read_bytes() != compiled(catalogue):
            found.append(f"{language}: cx.mo is older than cx.po")
    return sorted(found)


def main(arguments: list[str]) -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("update", "check"))
    if parser.parse_args(arguments).command == "update":
        update()
        return 0
    found = check()
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write(f"{len(found)} problem(s) in the message catalogues\n")
    return int(bool(found))


def _message_calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in TEXTS:
            yield node


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literal(node: ast.expr) -> str | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None


def _text_faults(text: str, given: set[str | None]) -> Iterator[str]:
    try:
        asked = placeholders(text)
    except ValueError as error:
        yield f"is malformed: {error}"
        return
    for name, kind in sorted(asked):
        if not {name, None} & given:
            yield f"gets no value for {{{name}}}"
        if kind and kind not in WRITERS:
            yield f"asks for the unknown kind {kind}"


def _same_placeholders(text: str | tuple[str, str], translation: str) -> bool:
    try:
        many = text if isinstance(text, str) else text[1]
        return placeholders(translation) == placeholders(many)
    except ValueError:
        return False


def _folders(root: Path) -> Iterator[tuple[str, Path]]:
    for language in LANGUAGES:
        if language != "en":
            yield language, root / "cx/wording/locale" / language / "LC_MESSAGES"


def _read(source: Path, language: str) -> Any:
    with source.open("rb") as file:
        return read_po(file, locale=language)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
