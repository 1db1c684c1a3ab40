"""Words in order are known in the usual wordings, and nothing else is taken for a scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.data.scales.lists import plain
from cx.data.scales.marks import find_marked, read_mark, turned
from cx.data.scales.words import (
    asks_for_effort,
    find_ladder,
    is_no_answer,
    ladder_guess,
    scale_word,
)

# Each from low to high, as questionnaires print them.
LADDERS = [
    "非常不满意 不满意 一般 满意 非常满意",
    "很不满意 不满意 一般 满意 很满意",
    "非常不滿意 不滿意 普通 滿意 非常滿意",
    "非常不满意 不太满意 一般 比较满意 非常满意",
    "非常不满意 不满意 比较不满意 一般 比较满意 满意 非常满意",
    "非常不同意 不同意 不确定 同意 非常同意",
    "非常困难 困难 一般 容易 非常容易",
    "非常差 差 一般 好 非常好",
    "从不 很少 有时 经常 总是",
    "很不愿意 不愿意 不确定 愿意 很愿意",
    "😡 🙁 😐 🙂 😍",
    "Very dissatisfied|Dissatisfied|Neutral|Satisfied|Very satisfied",
    (
        "Extremely dissatisfied|Somewhat dissatisfied|Neither satisfied nor dissatisfied"
        "|Somewhat satisfied|Extremely satisfied"
    ),
    "Very dissatisfied|Dissatisfied|Satisfied|Very satisfied",
    "Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree",
    "Strongly disagree|Disagree|Somewhat disagree|Neutral|Somewhat agree|Agree|Strongly agree",
    "Very unlikely|Unlikely|Neutral|Likely|Very likely",
    "Not at all likely|Not so likely|Somewhat likely|Very likely|Extremely likely",
    (
        "Not at all satisfied|Slightly satisfied|Moderately satisfied|Very satisfied"
        "|Extremely satisfied"
    ),
    "Definitely not|Probably not|Might or might not|Probably|Definitely",
    "Very difficult|Difficult|Neither easy nor difficult|Easy|Very easy",
    "Poor|Fair|Good|Very good|Excellent",
    "Poor|Average|Good|Excellent",
    "Terrible|Poor|Average|Very good|Excellent",
    "Very poor|Poor|Average|Good|Very good",
    "Never|Rarely|Sometimes|Often|Always",
    "Sehr unzufrieden|Eher unzufrieden|Teils/teils|Eher zufrieden|Sehr zufrieden",
    "Trifft gar nicht zu|Trifft eher nicht zu|Trifft eher zu|Trifft voll und ganz zu",
    "Très insatisfait|Plutôt insatisfait|Plutôt satisfait|Très satisfait",
    "Pas du tout d'accord|Plutôt pas d’accord|Plutôt d'accord|Tout à fait d'accord",
    "Muy insatisfecho|Insatisfecho|Neutral|Satisfecho|Muy satisfecho",
    (
        "Totalmente en desacuerdo|En desacuerdo|Ni de acuerdo ni en desacuerdo|De acuerdo"
        "|Totalmente de acuerdo"
    ),
]


def steps(ladder):
    return ladder.split("|") if "|" in ladder else ladder.split(" ")


def placed(words):
    ladder = find_ladder({scale_word(word): 1 for word in words})
    return ladder, [dict(ladder.words)[scale_word(word)] for word in words]


@pytest.mark.parametrize("ladder", LADDERS)
def test_every_word_has_its_place(ladder):
    words = steps(ladder)
    found, numbers = placed(words)
    assert numbers == list(range(1, len(words) + 1))
    assert found.points == len(words)
    assert found.complete


@given(
    st.sampled_from(LADDERS),
    st.randoms(),
    st.booleans(),
    st.sampled_from(["", " ", ".", "。", "!"]),
)
def test_order_case_spaces_and_punctuation_do_not_matter(ladder, chance, upper, after):
    words = steps(ladder)
    shuffled = [f" {word.upper() if upper else word}{after} " for word in words]
    chance.shuffle(shuffled)
    _, numbers = placed(shuffled)
    expected = {scale_word(word): place for place, word in enumerate(words, start=1)}
    assert numbers == [expected[scale_word(word)] for word in shuffled]


def test_a_point_that_nobody_chose_keeps_its_number_and_gets_its_word():
    found, numbers = placed(["Dissatisfied", "Neutral", "Satisfied", "Very satisfied"])
    assert (found.points, found.chosen, numbers) == (5, 4, [2, 3, 4, 5])
    assert ("very dissatisfied", 1) in found.words


def test_without_a_middle_there_are_four_points_only_if_all_four_occur():
    assert (
        placed(["Very dissatisfied", "Dissatisfied", "Satisfied", "Very satisfied"])[0].points == 4
    )
    assert placed(["Dissatisfied", "Satisfied", "Very satisfied"])[0].points == 5


@pytest.mark.parametrize(
    "words", [["Yes", "No"], ["North", "South"], ["Satisfied"], ["Gold", "Silver", "Bronze"], []]
)
def test_other_words_are_no_scale(words):
    assert find_ladder({scale_word(word): 5 for word in words}) is None


@pytest.mark.parametrize(("strange", "found"), [(2, True), (3, False)])
def test_98_of_100_answers_have_to_be_on_the_scale(strange, found):
    counts = {"satisfied": 50, "very satisfied": 25, "dissatisfied": 25 - strange, "blue": strange}
    assert (find_ladder(counts) is not None) is found


@pytest.mark.parametrize("words", ["Never Sometimes Always", "low medium high", "bad average good"])
def test_what_need_not_be_a_judgement_is_only_proposed(words):
    assert not find_ladder({word.casefold(): 1 for word in words.split()}).sure


@pytest.mark.parametrize(
    "word", ["N/A", "Unfamiliar (N/A)", "Don't know", "不适用", "不清楚", "keine Angabe"]
)
def test_some_answers_are_none(word):
    assert is_no_answer(word)


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("4 - Agree", 4),
        ("5 = very good", 5),
        ("10 - Extremely likely", 10),
        ("0 - Not at all likely", 0),
        ("(3) Fair", 3),
        ("Very satisfied (5)", 5),
        ("4 stars", 4),
        ("4.5 stars", 4.5),
        ("5星", 5),
        ("５分", 5),
        ("5：非常满意", 5),
        ("3非常满意", 3),
        ("★★★☆☆", 3),
        ("⭐⭐⭐⭐", 4),
        ("4 out of 5", 4),
        ("4/5", 4),
    ],
)
def test_numbers_in_answers(answer, number):
    assert read_mark(answer).number == number


@pytest.mark.parametrize(
    "answer", ["18-29", "1-2 times", "2024-01-01", "$4", "0 - 24,999", "11 - x", "good"]
)
def test_other_numbers_are_no_points(answer):
    assert read_mark(answer) is None


def test_ends_that_are_named_make_a_scale_of_bare_numbers():
    counts = {"0 - Not at all likely": 3, "10 - Extremely likely": 9, "5": 4, "9": 3}
    marked = find_marked(counts, named_rating=False)
    assert (marked.low, marked.high, marked.direction, marked.sure) == (0, 10, "up", True)
    assert marked.numbers["7"] == 7


def test_the_best_word_at_the_lowest_number_is_noticed_and_can_be_turned():
    counts = {"1 - Very satisfied": 3, "2 - Satisfied": 2, "5 - Very dissatisfied": 4}
    marked = find_marked(counts, named_rating=False)
    assert (marked.direction, marked.sure) == ("down", False)
    assert turned(marked) == {
        "1 - Very satisfied": 5,
        "2 - Satisfied": 4,
        "5 - Very dissatisfied": 1,
    }


@pytest.mark.parametrize(
    "counts",
    [
        {"1. Male": 5, "2. Female": 5},
        {"2 bedrooms": 3, "3 bedrooms": 4},
        {"1 - North": 1, "1 - South": 1, "2 - North": 1},
        {"1": 3, "2": 4},
    ],
)
def test_numbers_of_other_things_are_no_scale(counts):
    assert find_marked(counts, named_rating=False) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["Yum!", "Meh", "Yuck"], ("Yuck", "Meh", "Yum!")),
        (["Whatever", "So cool", "Nope"], ("Nope", "Whatever", "So cool")),
        (["好吃", "难吃", "凑合"], ("难吃", "凑合", "好吃")),
        (
            ["Satisfied", "Very dissatisfied", "Neutral"],
            ("Very dissatisfied", "Neutral", "Satisfied"),
        ),
    ],
)
def test_a_guess_at_the_order(values, expected):
    assert ladder_guess(values) == expected


@given(st.lists(st.text(max_size=8), max_size=8))
def test_a_guess_keeps_every_word(values):
    assert sorted(ladder_guess(values)) == sorted(dict.fromkeys(values))


@given(st.text())
def test_plain_words_stay_as_they_are(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("How much effort did you personally have to put forth?", True),
        ("effort_score", True),
        ("办理业务费力吗", True),
        ("They made it easy, with little effort", False),
        ("CES", False),
        ("Customer Effort Score", False),
        ("satisfaction", False),
    ],
)
def test_questions_of_effort(header, expected):
    assert asks_for_effort(header) is expected
