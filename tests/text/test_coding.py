import csv
from collections import Counter
from pathlib import Path

import pytest

from cx.text.codebook import Codebook, Kind, Theme, shipped_codebook
from cx.text.coding import Coder

HERE = Path(__file__).parent
WAIMAI = (
    HERE.parents[1] / "../shared/data/zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv"
).resolve()


def labelled(language):
    with (HERE / f"answers_{language}.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [(row["answer"], set(filter(None, (row["themes"] or "").split(",")))) for row in rows]


@pytest.fixture(scope="module")
def coder():
    return Coder(shipped_codebook())


@pytest.fixture(scope="module")
def reviews():
    if not WAIMAI.exists():
        pytest.skip("../shared/data is not here")
    with WAIMAI.open(encoding="gb18030", newline="") as lines:
        return [row["review"] for row in csv.DictReader(lines)]


def one_theme(*phrases):
    return Coder(Codebook((Theme("it", Kind.BARRIER, {"en": "it"}, phrases),)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_list_holds_at_least_sixty_answers(language):
    assert len(labelled(language)) >= 60


@pytest.mark.parametrize(("answer", "themes"), [*labelled("en"), *labelled("zh")])
def test_hand_labelled_answers_get_their_themes(coder, answer, themes):
    assert set(coder.code(answer).themes) == themes


def test_a_word_matches_with_its_boundaries_only():
    coder = one_theme("card")
    assert coder.code("my card was refused").themes == ("it",)
    assert coder.code("cardboard").themes == ()


def test_a_star_stands_for_any_ending():
    coder = one_theme("deliver*")
    assert [bool(coder.code(text).themes) for text in ("delivered", "deliver", "redeliver")] == [
        True,
        True,
        False,
    ]


def test_a_gap_stays_inside_its_clause():
    coder = one_theme("delivery ... slow")
    assert coder.code("delivery was a bit slow").themes == ("it",)
    assert coder.code("delivery fine, slow website").themes == ()
    assert coder.code("delivery was one two three four slow").themes == ()


def test_spelling_case_width_and_entities_do_not_matter():
    coder = one_theme("don't trust")
    for text in (
        "DON'T TRUST",
        "don’t trust",
        "dont trust",
        "don&#39;t trust",
        "ｄｏｎ'ｔ ｔｒｕｓｔ",
    ):
        assert coder.code(text).themes == ("it",), text


def test_chinese_matches_inside_a_sentence_and_beside_latin_letters():
    assert one_theme("闪退").code("这个APP闪退了").themes == ("it",)
    assert one_theme("app").code("这个APP闪退了").themes == ("it",)


def test_a_longer_phrase_of_another_theme_takes_the_shorter_one_in():
    book = Codebook(
        (
            Theme("price", Kind.BARRIER, {"en": "price"}, ("expensive",)),
            Theme("delivery", Kind.BARRIER, {"en": "delivery"}, ("delivery ... expensive",)),
        )
    )
    assert Coder(book).code("delivery is expensive").themes == ("delivery",)


def test_phrases_that_only_overlap_count_both():
    book = Codebook(
        (
            Theme("slow", Kind.BARRIER, {"en": "slow"}, ("slow delivery",)),
            Theme("cost", Kind.BARRIER, {"en": "cost"}, ("delivery costs",)),
        )
    )
    assert Coder(book).code("slow delivery costs").themes == ("slow", "cost")


def test_what_is_ignored_takes_a_theme_away():
    book = Codebook((Theme("stock", Kind.BARRIER, {"en": "stock"}, ("stock",)),), ("stock photo*",))
    assert Coder(book).code("stock photos").themes == ()
    assert Coder(book).code("stock").themes == ("stock",)


def test_a_negation_does_not_reach_into_the_next_clause(coder):
    assert coder.code("Not slow at all, expensive").themes == ("price",)


def test_nothing_gives_way_to_a_barrier_in_the_same_answer(coder):
    assert coder.code("Nothing. Well, the price").themes == ("price",)


def test_the_phrases_found_are_named_in_the_order_of_the_text(coder):
    assert coder.code("overpriced, and rude staff").phrases == ("overpriced", "rude", "staff")


@pytest.mark.parametrize("text", ["", " ", "...", "🙂", "\n\t", "|"])
def test_a_text_without_a_word_has_no_theme(coder, text):
    assert coder.code(text).themes == ()


def test_a_very_long_text_is_coded(coder):
    text = "not very " * 20_000 + "expensive"
    assert coder.code(text).themes == ()


def test_slow_deliveries_in_real_reviews_are_caught(coder, reviews):
    slow = [text for text in reviews if "送餐慢" in text or "送餐太慢" in text]
    caught = sum("delivery_time" in coder.code(text).themes for text in slow)
    assert len(reviews) == 11_987
    assert len(slow) > 100
    assert caught / len(slow) > 0.98


def test_time_of_delivery_leads_in_real_delivery_reviews(coder, reviews):
    counted = Counter(theme for text in reviews for theme in coder.code(text).themes)
    assert counted.most_common(1)[0][0] == "delivery_time"
