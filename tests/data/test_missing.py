"""The words that stand for no value are the same in Python and in the engine."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.data.missing import PLAIN_IN, is_missing, missing_words, unless_missing

WORDS = {
    "text": missing_words("answer"),
    "numbers": missing_words("amount", among_values=True),
    "comments": missing_words("What nearly stopped you?"),
}
LIKELY = sorted({word for words in WORDS.values() for word in words})


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as engine:
        engine.execute(PLAIN_IN)
        yield engine


def kept(engine, texts, words):
    engine.execute("CREATE OR REPLACE TABLE texts (place INTEGER, c0 VARCHAR)")
    engine.executemany("INSERT INTO texts VALUES (?, ?)", list(enumerate(texts)))
    query = f"SELECT {unless_missing('c0', words, 'c0')} FROM texts ORDER BY place"  # noqa: S608
    found = engine.sql(query)
    return [text for (text,) in found.fetchall()]


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_every_word_is_missing_in_any_case_and_with_blanks_around_it(engine, words):
    texts = [form for word in words for form in (word, word.upper(), f" {word}\t", f"\u3000{word}")]
    assert kept(engine, texts, words) == [None] * len(texts)


@pytest.mark.parametrize(
    "text", ["na na", "none of these", "空气", "0", "~", "送货很慢", "😀", "–"]
)
def test_other_texts_stay(engine, text):
    assert kept(engine, [text], WORDS["text"]) == [text]


@given(st.lists(st.text(max_size=30) | st.sampled_from(LIKELY), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_python_and_the_engine_agree(texts):
    plain = [text.replace("\0", "") for text in texts]
    with duckdb.connect() as engine:
        engine.execute(PLAIN_IN)
        for words in WORDS.values():
            expected = [None if is_missing(text, words) else text for text in plain]
            assert kept(engine, plain, words) == expected


def test_no_answer_among_comments_is_an_answer_elsewhere_it_is_none():
    assert is_missing("n/a", WORDS["text"])
    assert not is_missing("n/a", WORDS["comments"])
    assert is_missing("none", WORDS["numbers"])
    assert not is_missing("none", WORDS["text"])
