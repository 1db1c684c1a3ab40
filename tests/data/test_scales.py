"""The scale of a score is judged from its name and its values."""

import pytest

from cx.data.scales import infer_scale


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
