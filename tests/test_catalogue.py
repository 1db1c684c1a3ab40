"""The message catalogues are complete, and the tool that says so notices when they are not."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from cx.wording import catalogue

SENTENCES = """
from cx.wording import msg, plural, t

title = t("Which customers recommend us?")
finding = msg("NPS {nps:points}, {cause}", nps=nps, cause=msg("from {n:count} answers", n=n))
rows = plural("{n:count} answer", "{n:count} " "answers", n=len(t("Answer")))
"""


def code(root, source):
    file = root / "cx" / "example.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(source, encoding="utf-8")
    return root


def chinese(root):
    return root / "cx/wording/locale/zh_CN/LC_MESSAGES/cx.po"


def translate(root, translations, *, fuzzy=False):
    """Fill in translations by hand, as a translator does, and compile nothing."""
    with chinese(root).open("rb") as file:
        messages = read_po(file)
    for text, translation in translations.items():
        messages.get(text).string = translation
        messages.get(text).flags = {"fuzzy"} if fuzzy else set()
    with chinese(root).open("wb") as file:
        write_po(file, messages)


def made_up(*entries):
    messages = Catalog(locale="zh_CN", fuzzy=False)
    for text, translation in entries:
        messages.add(text, translation)
    return messages


def test_the_catalogues_of_this_repository_are_in_order():
    assert catalogue.check() == []


def test_every_form_of_message_is_found(tmp_path):
    found = catalogue.extract(code(tmp_path, SENTENCES))
    assert found.faults == []
    assert {message.id for message in found.template if message.id} == {
        "Which customers recommend us?",
        "NPS {nps:points}, {cause}",
        "from {n:count} answers",
        ("{n:count} answer", "{n:count} answers"),
        "Answer",
    }


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("msg(text)", "msg needs 1 literal text(s)"),
        ("t(f'Page {n}')", "t needs 1 literal text(s)"),
        ("plural('{n:count} row', n=2)", "plural needs 2 literal text(s)"),
        ("plural('row', 'rows')", "plural needs a value for n"),
        ("msg('{n:count} rows', m=2)", "“{n:count} rows” gets no value for {n}"),
        ("msg('{n:rows} rows', n=2)", "“{n:rows} rows” asks for the unknown kind rows"),
        ("msg('{n rows', n=2)", "“{n rows” is malformed: expected '}' before end of string"),
    ],
)
def test_calls_that_cannot_work_are_named(tmp_path, call, fault):
    assert catalogue.extract(code(tmp_path, call)).faults == [f"cx/example.py:1: {fault}"]


def test_values_handed_on_by_name_are_trusted(tmp_path):
    assert catalogue.extract(code(tmp_path, "msg('{n:count} rows', **values)")).faults == []


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([], "missing: {n:count} rows"),
        ([("{n:count} rows", "{n:count} 行"), ("Old", "旧")], "obsolete: Old"),
        ([("{n:count} rows", "")], "not translated: {n:count} rows"),
        ([("{n:count} rows", "{m:count} 行")], "other placeholders: {n:count} rows → {m:count} 行"),
        ([("{n:count} rows", "{n} 行")], "other placeholders: {n:count} rows → {n} 行"),
        ([("{n:count} rows", "{n:count 行")], "other placeholders: {n:count} rows → {n:count 行"),
    ],
)
def test_an_incomplete_translation_is_named(entries, problem):
    template = made_up(("{n:count} rows", ""))
    assert list(catalogue.problems(template, made_up(*entries))) == [problem]


def test_a_complete_translation_has_no_problem():
    entries = [("{n:count} rows", "{n:count} 行"), (("a {n}", "b {n}"), ("丙 {n}",))]
    assert list(catalogue.problems(made_up(*entries), made_up(*entries))) == []


def test_a_plural_is_compared_with_its_general_form():
    entry = (("One row", "{n:count} rows"), ("{n:count} 行",))
    assert list(catalogue.problems(made_up(entry), made_up(entry))) == []


def test_fuzzy_translations_do_not_count(tmp_path):
    catalogue.update(code(tmp_path, "t('Answer')"))
    translate(tmp_path, {"Answer": "回答"}, fuzzy=True)
    catalogue.update(tmp_path)
    assert catalogue.check(tmp_path) == ["zh_CN: fuzzy: Answer"]


def test_an_update_keeps_translations_and_drops_what_the_code_no_longer_says(tmp_path):
    catalogue.update(code(tmp_path, "t('Answer'); t('Question')"))
    translate(tmp_path, {"Answer": "回答", "Question": "问题"})
    catalogue.update(code(tmp_path, "t('Answer')"))
    assert catalogue.check(tmp_path) == []
    assert "Question" not in chinese(tmp_path).read_text(encoding="utf-8")


def test_an_update_without_news_changes_nothing(tmp_path):
    catalogue.update(code(tmp_path, SENTENCES))
    before = chinese(tmp_path).read_bytes()
    catalogue.update(tmp_path)
    assert chinese(tmp_path).read_bytes() == before


def test_a_catalogue_that_was_not_compiled_is_noticed(tmp_path):
    catalogue.update(code(tmp_path, "t('Answer')"))
    translate(tmp_path, {"Answer": "回答"})
    assert catalogue.check(tmp_path) == ["zh_CN: cx.mo is older than cx.po"]


def test_the_command_lists_the_problems_and_fails(capsys, monkeypatch):
    monkeypatch.setattr(catalogue, "check", lambda: ["zh_CN: missing: Answer"])
    assert catalogue.main(["check"]) == 1
    assert capsys.readouterr().out == (
        "zh_CN: missing: Answer\n1 problem(s) in the message catalogues\n"
    )
