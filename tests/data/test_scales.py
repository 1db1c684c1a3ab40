"""The scale of a score is judged from its name and its values."""

import pytest

from cx.data.scales.scale import infer_scale, said_in


@pytest.mark.parametrize(
    ("name", "low", "high", "n", "zeros", "expected"),
    [
        ("NPS", 0, 10, 500, 3, (0, 10, True)),
        ("nps", 1, 10, 13_612, 0, (0, 10, False)),
        ("推荐意愿", 0, 10, 500, 3, (0, 10, True)),
        ("likelihood to recommend", 1, 10, 40, 0, (0, 10, True)),
        ("overall_rating", 1, 10, 1_257, 0, (1, 10, True)),
        ("overall_rating", 0, 10, 1_257, 9, (0, 10, True)),
        ("overall_rating", 1, 10, 12, 0, (0, 10, False)),
        ("score", 1, 10, 500, 0, (0, 10, False)),
        ("score", 0, 10, 500, 2, (0, 10, True)),
        ("satisfaction", 1, 5, 200, 0, (1, 5, True)),
        ("satisfaction", 0, 5, 200, 9, (0, 5, True)),
        ("satisfaction", 1, 7, 200, 0, (1, 7, True)),
        ("recommended", 0, 1, 200, 90, (0, 1, True)),
        ("nps", 1, 5, 200, 0, (1, 5, True)),
        ("score", 3, 5, 6, 0, (0, 10, False)),
        ("score", 0, 100, 200, 3, (0, 100, False)),
    ],
)
def test_scale(name, low, high, n, zeros, expected):
    scale = infer_scale(
        name, low=low, high=high, n=n, zeros=zeros, within=1.0 if high <= 10 else 0.3
    )
    assert (scale.low, scale.high, scale.certain) == expected


@pytest.mark.parametrize("name", ["nps", "score"])
def test_slips_do_not_change_the_scale(name):
    scale = infer_scale(name, low=-2, high=99, n=500, zeros=4, within=0.98)
    assert scale.is_nps


def test_no_values_leave_the_scale_uncertain():
    scale = infer_scale("nps", low=float("nan"), high=float("nan"), n=0, zeros=0)
    assert not scale.certain
    assert "no scores" in str(scale.reason)


def test_a_zero_that_never_occurs_is_said():
    scale = infer_scale("nps", low=1, high=10, n=150, zeros=0)
    assert "none of the 150 scores is 0" in str(scale.reason)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("How likely are you to recommend us? (0-10)", (0, 10)),
        ("Satisfaction, 1 to 5", (1, 5)),
        ("满意度（1～7分）", (1, 7)),
        ("Zufriedenheit (1 bis 6)", (1, 6)),
        ("Mood from -3 to 3", (-3, 3)),
        ("Mood (−2 … 2)", (-2, 2)),
        ("Stars 0–5", (0, 5)),
        ("Effort 0-100", (0, 100)),
        ("Ease: 1 = very hard, 7 = very easy", (1, 7)),
        ("Budget 2019-2020", None),
        ("Age 18-29", None),
        ("Score", None),
        ("1-5 or 0-10", None),
    ],
)
def test_a_scale_that_the_name_says(name, expected):
    assert said_in(name) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-3, 3, (-3, 3, True)), (-2, 2, (-2, 2, True)), (-2, 3, (-3, 3, False))],
)
def test_a_scale_on_both_sides_of_0(low, high, expected):
    scale = infer_scale("mood", low=low, high=high, n=200, zeros=40, within=0.6)
    assert (scale.low, scale.high, scale.certain) == expected
    assert "on both sides of 0" in str(scale.reason)


@pytest.mark.parametrize(
    ("high", "n", "expected"),
    [
        (4, 99, (1, 5, False)),
        (4, 100, (1, 4, False)),
        (3, 300, (1, 3, False)),
        (6, 300, (1, 6, False)),
    ],
)
def test_a_point_that_nobody_of_many_chose_is_taken_not_to_exist(high, n, expected):
    scale = infer_scale("quality", low=1, high=high, n=n, zeros=0)
    assert (scale.low, scale.high, scale.certain) == expected


def test_zeros_keep_five_points_above_them():
    scale = infer_scale("quality", low=0, high=4, n=300, zeros=20)
    assert (scale.low, scale.high) == (0, 5)
