"""Perception gap: figures of R, published and run."""

from __future__ import annotations

import pytest

from cx.analyses.perception_table import across

# R 4.2.2, `t.test(x, y, paired = TRUE)` on the data set `sleep`: ten people, two drugs
# (Student 1908; the help page of `sleep` gives t = −4.0621, df = 9, p = 0.002833).
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_paired_t_of_the_sleep_data():
    found = across(FIRST, SECOND, 0.95)
    assert (found["gap"], found["t"], found["df"]) == pytest.approx((-1.58, -4.06212768338, 9))
    assert found["p_value"] == pytest.approx(0.00283289019738, abs=1e-10)
    assert (found["ci_low"], found["ci_high"]) == pytest.approx((-2.45988576328, -0.700114236723))
