"""Numbers written in the ways of many countries come back as they were, or not at all."""

import math
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.data.spelling.verdict import Spelling, fits, spelled

ENGINE = duckdb.connect()
SLOW = settings(max_examples=60, deadline=None)

# Decimal mark, mark between the thousands, a locale of Babel that writes so.
LOCALES = [
    (".", ",", "en"),
    (",", ".", "de"),
    (",", "\u202f", "fr"),
    (",", "\u00a0", "cs"),
    (".", "’", "de_CH"),
    (".", ",", "zh_CN"),
    (",", ".", "es_AR"),
    (".", ",", "hi"),
]
AROUND = ["{}", "€{}", "€ {}", "{} €", "{} EUR", "$ {}", "{}元", "￥{}", "{} kr", "CHF {}"]


def read(spelling, values):
    rows = ENGINE.execute(
        f"SELECT {spelling.sql('c')} FROM (SELECT unnest(?::VARCHAR[]) AS c)",  # noqa: S608
        [list(values)],
    )
    return [value for (value,) in rows.fetchall()]


def exact(values):
    return [float(value) if value.as_tuple().exponent < 0 else int(value) for value in values]


def in_locale(value, locale):
    return format_decimal(value, locale=locale, decimal_quantization=False)


amounts = st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False)


@SLOW
@given(
    values=st.lists(amounts, min_size=1, max_size=30),
    style=st.sampled_from(LOCALES),
    around=st.sampled_from(AROUND),
    grouped=st.booleans(),
)
def test_amounts_of_every_country_come_back(values, style, around, grouped):
    decimal, group, locale = style
    values = [*values, Decimal("-1234567.25")]  # both marks, so that nothing is left open
    texts = [in_locale(value, locale) for value in values]
    if not grouped:
        texts = [*(text.replace(group, "") for text in texts), texts[-1]]
    written = [around.format(text) for text in texts]
    found = spelled(dict.fromkeys(written, 1), name="column")
    assert found.others == ()
    assert found.best.decimal == decimal
    assert [Fraction(v) for v in read(found.best, written[: len(values)])] == [
        Fraction(float(v)) for v in values
    ]


@SLOW
@given(
    values=st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=30),
    style=st.sampled_from(LOCALES),
)
def test_whole_numbers_of_every_country_come_back_or_are_asked(values, style):
    _, group, locale = style
    texts = [in_locale(value, locale) for value in values]
    found = spelled(dict.fromkeys(texts, 1), name="column")
    readings = [read(spelling, texts) for spelling in (found.best, *found.others)]
    assert values in readings
    if any(text.count(group) > 1 for text in texts) or group not in ".,":
        # groups of three digits with blanks between them may be a telephone number: kept as text
        assert [reading for reading in readings if reading != texts] == [values]


@SLOW
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30))
def test_floating_point_numbers_come_back_to_the_last_bit(values):
    texts = [repr(value) for value in values]
    found = spelled(dict.fromkeys(texts, 1), name="column")
    decimal_point = Spelling(kind="decimal")
    assert read(decimal_point, texts) == [
        value if abs(value) < 1e15 or "e" in repr(value) else None for value in values
    ]
    assert found.best.kind in {"decimal", "text"}


@SLOW
@given(
    st.lists(st.decimals(-1000, 1000, places=4, allow_nan=False, allow_infinity=False), min_size=1),
    st.sampled_from([("{} %", "."), ("{}%", "."), ("{} %", ","), ("{}％", ".")]),
)
def test_percentages_become_the_nearest_share(values, style):
    around, mark = style
    values = [*values, Decimal("0.5")]
    written = [around.format(str(value).replace(".", mark)) for value in values]
    found = spelled(dict.fromkeys(written, 1), name="column")
    assert found.best.percent
    assert read(found.best, written) == [float(value / 100) for value in values]


@SLOW
@given(st.lists(amounts, min_size=1), st.sampled_from(["trailing", "parentheses"]))
def test_negative_numbers_of_accountants_come_back(values, negative):
    values = [*values, Decimal("1.5"), Decimal("-2.5")]
    around = {"trailing": "{}-", "parentheses": "({})"}[negative]
    texts = [around.format(f"{-v:,}") if v < 0 else f"{v:,}" for v in values]
    found = spelled(dict.fromkeys(texts, 1), name="column")
    assert found.best.negative == negative
    assert read(found.best, texts) == [float(v) for v in values]


WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@SLOW
@given(st.lists(amounts, min_size=1))
def test_full_width_numbers_come_back(values):
    texts = [f"{v:,}".translate(WIDE) for v in [*values, Decimal("1234.5")]]
    found = spelled(dict.fromkeys(texts, 1), name="column")
    assert read(found.best, texts) == [float(v) for v in [*values, Decimal("1234.5")]]


identifiers = st.one_of(
    st.from_regex(r"0[0-9]{1,19}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{15,29}", fullmatch=True),
    st.from_regex(r"\+[1-9][0-9]{9,14}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]?\.[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}", fullmatch=True),
    st.from_regex(r"[A-Z]{2}[0-9]{10,20}", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[A-Z]{5}", fullmatch=True),
    st.uuids().map(str),
)


@SLOW
@given(st.lists(identifiers, min_size=1, max_size=30), st.lists(st.integers(0, 99), max_size=3))
def test_identifiers_never_change(values, numbers):
    texts = [*values, *map(str, numbers)]
    found = spelled(dict.fromkeys(texts, 1), name="column")
    assert (found.best.kind, found.others) == ("text", ())
    assert read(found.best, texts) == texts


@SLOW
@given(st.lists(st.integers(-(10**12), 10**12), min_size=1))
def test_numbers_under_the_name_of_an_identifier_never_change(values):
    found = spelled({str(value): 1 for value in values}, name="Customer ID")
    assert found.best.kind == "text"


MARKS = [(".", ""), (".", ","), (",", "."), (",", " "), (".", "'")]
STYLES = [
    Spelling(kind=kind, decimal=decimal, thousands=thousands, negative=negative, **more)
    for kind in ("integer", "decimal")
    for decimal, thousands in (*MARKS, (".", "indian"))
    for negative in ("-", "trailing", "parentheses")
    for more in ({}, {"currency": "EUR"}, {"unit": "kg"}, {"wide": True})
]  # fmt: skip
TOKENS = [
    *"0159.,-−+()€%_'’e 　", "12", "123", "007", "1234567", "9007199254740993", "EUR", "\u00a0",
    "inf", "nan", " kg", "５", "．", "٣", "\n", "0x1F", "1e-400", "1e400", "0.30000000000000004",
    "0.12345678901234567", "1,234.5", "1.234,5", "1 234,5",
]  # fmt: skip


jumble = st.lists(st.sampled_from(TOKENS), max_size=5).map("".join)
jumbled = st.lists(jumble, min_size=50, max_size=50)


def by_hand(spelling, text):
    """Read a number by other means: every mark that may be there is taken off one by one."""
    plain = text.strip(" \n\u00a0\u3000\t")
    if spelling.wide:
        plain = plain.translate({v: k for k, v in WIDE.items()})
    plain = plain.replace("−", "-").replace("–", "-")
    for mark in ("EUR", "€") if spelling.currency else ("kg",) if spelling.unit else ():
        plain = plain.replace(mark, "")
    plain = plain.strip()
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1].strip()
    if plain.endswith("-"):
        plain = "-" + plain[:-1].strip()
    group = {" ": " \u00a0\u3000", "'": "'’", "indian": ","}.get(spelling.thousands)
    for mark in group if group is not None else spelling.thousands:
        plain = plain.replace(mark, "")
    return Decimal(plain.replace(" ", "").replace(spelling.decimal, "."))


@settings(max_examples=40, deadline=None)
@given(texts=jumbled, spelling=st.sampled_from(STYLES))
def test_engine_python_and_a_reading_by_hand_agree(texts, spelling):
    for text, value in zip(texts, read(spelling, texts), strict=True):
        assert (value is not None) == fits(spelling, text), text
        if value is not None:
            assert math.isfinite(value)
            written = by_hand(spelling, text)
            assert float(written) == value, text
            assert spelling.kind == "decimal" or int(written) == value


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.from_regex(r"-?[0-9]{1,3}([.,][0-9]{1,3}){0,3}", fullmatch=True),
        min_size=50,
        max_size=50,
    )
)
@pytest.mark.parametrize(("decimal", "group", "locale"), [(".", ",", "en"), (",", ".", "de")])
def test_what_babel_refuses_is_refused(decimal, group, locale, texts):
    spelling = Spelling(kind="decimal", decimal=decimal, thousands=group)
    for text, value in zip(texts, read(spelling, texts), strict=True):
        try:
            expected = parse_decimal(text, locale=locale, strict=True)
        except NumberFormatError:
            expected = None
        if value is not None and expected is not None:
            assert float(expected) == value
        else:
            # Babel's strictness refuses trailing zeros (1.50) that are harmless here.
            assert value is None or text.endswith("0") or expected == value, text


TRAPS = [
    ("5.6", "integer"), ("1_000", "integer"), ("1_000", "decimal"), ("inf", "decimal"),
    ("-Infinity", "decimal"), ("nan", "decimal"), ("0x1F", "integer"), ("0b11", "integer"),
    ("1e3", "integer"), ("007", "integer"), ("-07", "integer"), ("00.5", "decimal"),
    ("-00.5", "decimal"), ("", "integer"), ("-", "integer"), (".", "decimal"),
    ("1.2.3", "decimal"), ("1 2", "integer"), ("9007199254740993.5", "decimal"),
    ("12345678901234567", "integer"), ("9999999999999999999999", "integer"),
    ("0.1234567890123456789", "decimal"), ("1e999", "decimal"), ("1e-999", "decimal"),
    ("５", "integer"), ("٣", "integer"), ("1,5", "decimal"), ("5%", "decimal"),
    ("true", "integer"), ("5\x00", "integer"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), TRAPS)
def test_what_the_engine_would_take_is_no_number_here(text, kind):
    assert read(Spelling(kind=kind), [text]) == [None]


def test_a_name_with_quotes_cannot_leave_its_string():
    spelling = Spelling(kind="integer", unit="'); DROP TABLE x; --")
    assert read(spelling, ["5", "5 '); DROP TABLE x; --"]) == [None, 5]
