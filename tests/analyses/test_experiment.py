import math
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pytest
import tea_tasting as tt
from scipy import stats
from statsmodels.stats.multitest import multipletests

from cx.analyses.experiment import COLUMNS, experiment
from cx.data.dataset import Experiment
from cx.errors import CxError, InvalidSetting, NotEnoughData
from cx.wording import language

COOKIES = (
    Path(__file__).resolve().parents[2] / "../shared/data/cookie_cats_ab/cookie_cats.csv"
).resolve()


def frame(n=400, seed=1, variants=("control", "new"), lift=0.0):
    rng = np.random.default_rng(seed)
    variant = np.array(variants)[np.arange(n) % len(variants)]
    bonus = lift * (variant != variants[0])
    return pd.DataFrame(
        {
            "unit": np.arange(n),
            "variant": variant,
            "bought": rng.random(n) < 0.3 + bonus,
            "revenue": rng.gamma(2, 10, n) * (1 + bonus),
        }
    )


def run(table, *, metrics=("bought", "revenue"), variant="variant", **options):
    settings = {name: options.pop(name) for name in ("correction", "confidence") if name in options}
    return experiment(Experiment(table, variant=variant, metrics=metrics, **options), **settings)


@pytest.fixture(scope="module")
def cookies():
    if not COOKIES.exists():
        pytest.skip("../shared/data is not here")
    return pd.read_csv(COOKIES)


def test_cookie_cats_as_published(cookies):
    answer = run(cookies, variant="version", metrics=["retention_7", "retention_1"], unit="userid")
    seven, one = answer.table.itertuples()
    assert seven.difference == pytest.approx(-0.0082, abs=5e-5)
    assert (seven.ci_low, seven.ci_high) == pytest.approx((-0.0133, -0.0031), abs=5e-5)
    assert seven.p_value == pytest.approx(0.0016, abs=5e-5)
    assert one.p_value == pytest.approx(0.0744, abs=5e-5)
    assert answer.sample_ratio_p_value == pytest.approx(0.0086, abs=5e-5)
    assert list(answer.table["verdict"]) == ["worse", "unclear"]
    assert answer.headline == (
        "Version gate_40 does worse on retention_7: −0.82 points (−1.33 to −0.31). "
        "The other comparison is not clear."
    )
    assert any("50.4% of people saw version gate_40" in caution for caution in answer.cautions)


def test_the_columns_are_the_documented_ones():
    assert tuple(run(frame()).table.columns) == COLUMNS


def test_it_agrees_with_tea_tasting():
    table = frame(lift=0.1)
    referee = tt.Experiment(
        bought=tt.Mean("bought", equal_var=False, use_t=True),
        revenue=tt.Mean("revenue", equal_var=False, use_t=True),
    ).analyze(table.assign(bought=table["bought"].astype(int)), control="control")
    for row in run(table).table.itertuples():
        expected = referee[row.metric]
        assert row.difference == pytest.approx(expected.effect_size, rel=1e-10)
        assert row.ci_low == pytest.approx(expected.effect_size_ci_lower, rel=1e-9)
        assert row.ci_high == pytest.approx(expected.effect_size_ci_upper, rel=1e-9)
        assert row.p_value == pytest.approx(expected.pvalue, rel=1e-9)
        assert row.relative == pytest.approx(expected.rel_effect_size, rel=1e-10)


def test_holm_covers_all_metrics_and_variants():
    answer = run(frame(900, variants=("control", "b", "c"), lift=0.05))
    raw = answer.table["p_value"]
    assert len(raw) == 4
    expected = multipletests(raw, method="holm")[1]
    assert list(answer.table["p_adjusted"]) == pytest.approx(list(expected))


def test_no_correction_leaves_p_values_alone():
    table = run(frame(), correction="none").table
    assert list(table["p_adjusted"]) == list(table["p_value"])


def test_swapping_the_control_turns_the_signs():
    table = frame(lift=0.1)
    there = run(table, control="control").table
    back = run(table, control="new").table
    assert list(there["difference"]) == pytest.approx(list(-back["difference"]))
    assert list(there["ci_low"]) == pytest.approx(list(-back["ci_high"]))
    assert list(there["chance_to_beat"]) == pytest.approx(list(1 - back["chance_to_beat"]))


def test_the_order_of_rows_does_not_matter():
    table = frame()
    shuffled = table.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(run(table).table, run(shuffled).table)


def test_a_planted_gain_is_found_and_told():
    answer = run(frame(8000, lift=0.1), metrics=["bought"])
    assert answer.table["verdict"].item() == "better"
    assert answer.table["ci_low"].item() < 0.1 < answer.table["ci_high"].item()
    assert answer.headline.startswith("Version new does better on bought: +")


def test_without_an_effect_it_can_not_tell():
    answer = run(frame(seed=3), metrics=["revenue"])
    assert answer.table["verdict"].item() == "unclear"
    assert answer.headline.startswith("We can't tell yet. On revenue, version new may lose ")


def test_without_an_effect_one_in_twenty_is_called():
    rng = np.random.default_rng(8)
    called = 0
    for _ in range(120):
        table = pd.DataFrame({"v": ["control", "b"] * 40, "m": rng.normal(size=80)})
        verdict = run(table, variant="v", metrics=["m"]).table["verdict"].item()
        called += verdict != "unclear"
    assert stats.binomtest(called, 120, 0.05).pvalue > 0.001


def test_a_difference_that_only_the_interval_shows_is_explained():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"variant": ["control", "new"] * 200})
    table["first"] = rng.normal(size=400)
    gap = table["first"][1::2].mean() - table["first"][::2].mean()
    error = math.sqrt(table["first"][::2].var() / 200 + table["first"][1::2].var() / 200)
    table.loc[1::2, "first"] += 2.1 * error - gap
    table["second"] = rng.normal(size=400)
    answer = run(table, metrics=["first", "second"])
    first = answer.table.iloc[0]
    assert first["ci_low"] > 0
    assert first["verdict"] == "unclear"
    assert "2 comparisons were made at once" in answer.headline
    assert any("On first, the interval of version new alone" in c for c in answer.cautions)


def test_a_broken_split_blocks_every_verdict():
    table = frame(16_000, lift=0.2)
    broken = table.drop(table[table["variant"] == "control"].index[:600])
    answer = run(broken)
    assert set(answer.table["verdict"]) == {"invalid"}
    assert answer.headline == (
        "This test can't be read: 51.9% of people saw version new where 50% were meant to. "
        "Find out why before looking at the result."
    )


def test_a_planned_split_is_respected():
    table = frame(4000)
    uneven = table.drop(table[table["variant"] == "control"].index[:1000])
    answer = run(uneven, expected_ratio={"control": 1, "new": 2})
    assert answer.sample_ratio_p_value == pytest.approx(1)


def test_a_planned_version_that_nobody_saw_blocks_the_verdict():
    answer = run(frame(), expected_ratio={"control": 1, "new": 1, "lost": 1})
    assert set(answer.table["verdict"]) == {"invalid"}
    assert any("lost was meant for 33.3% of people and nobody" in c for c in answer.cautions)


def test_a_version_outside_the_plan_is_refused():
    with pytest.raises(InvalidSetting, match="name control, but “variant” also holds new"):
        run(frame(), expected_ratio={"control": 1})


def test_a_planned_share_of_zero_is_refused():
    with pytest.raises(InvalidSetting, match="each has to be above 0"):
        run(frame(), expected_ratio={"control": 1, "new": 0})


def test_a_control_that_does_not_occur_is_refused():
    with pytest.raises(InvalidSetting, match="“old” does not occur in “variant”. There is: contr"):
        run(frame(), control="old")


@pytest.mark.parametrize(
    "names", [("对照", "实验"), ("A", "B"), ("Baseline", "x"), ("z", "Control")]
)
def test_the_control_is_known_by_its_name(names):
    answer = run(frame(variants=names))
    expected = "Control" if "Control" in names else names[0]
    assert answer.control == expected
    assert not any("taken for it" in caution for caution in answer.cautions)


def test_without_a_telling_name_the_first_is_taken_and_said():
    answer = run(frame(variants=("gate_40", "gate_30")))
    assert answer.control == "gate_30"
    assert any("so gate_30 is taken for it" in caution for caution in answer.cautions)


@pytest.mark.parametrize("metric", ["text", "day"])
def test_a_metric_without_numbers_is_refused(metric):
    table = frame().assign(text="lots", day=pd.Timestamp("2026-01-01"))
    with pytest.raises(CxError, match=f"The metric “{metric}” holds .* such as “(lots|2026-01-01)"):
        run(table, metrics=[metric])


@pytest.mark.parametrize("n", [0, 5])
def test_fewer_than_two_versions_are_refused(n):
    table = frame().iloc[:n].assign(variant="only")
    with pytest.raises(NotEnoughData, match="a comparison needs two versions or more"):
        run(table)


def test_an_identifier_is_no_variant():
    with pytest.raises(InvalidSetting, match="“unit” has more than 50 different values"):
        run(frame(), variant="unit")


def test_rows_without_a_version_are_left_out_and_counted():
    table = frame()
    table["variant"] = table["variant"].astype(object)
    table.loc[:6, "variant"] = None
    table.loc[7:9, "variant"] = "  "
    answer = run(table)
    assert answer.provenance.used == 390
    assert [item.rows for item in answer.provenance.left_out] == [10]


def test_missing_and_infinite_values_leave_their_metric_only():
    table = frame()
    table.loc[0:3, "revenue"] = np.nan
    table.loc[4, "revenue"] = np.inf
    answer = run(table)
    revenue = answer.table.set_index("metric").loc["revenue"]
    assert revenue["n"] + revenue["control_n"] == 395
    assert any("On revenue, 5 rows have no usable number" in c for c in answer.cautions)


def test_an_empty_metric_has_no_answer_and_says_so():
    answer = run(frame().assign(empty=np.nan), metrics=["empty", "bought"])
    row = answer.table.iloc[0]
    assert row["verdict"] == "unclear"
    assert math.isnan(row["p_value"])
    assert math.isnan(row["chance_to_beat"])
    assert answer.headline.startswith("We can't tell: on empty, version new cannot be compared")
    assert any("both versions need two values" in caution for caution in answer.cautions)


def test_a_constant_metric_has_no_interval():
    answer = run(frame().assign(same=3), metrics=["same"])
    assert math.isnan(answer.table["ci_low"].item())
    assert any("all values are the same" in caution for caution in answer.cautions)


def test_one_unit_per_arm_has_no_interval():
    answer = run(frame(2), metrics=["revenue"])
    assert math.isnan(answer.table["ci_low"].item())
    assert any("both versions need two values or more" in c for c in answer.cautions)


def test_units_in_two_versions_and_repeated_rows_are_counted():
    table = frame()
    table.loc[1, "unit"] = 0
    table.loc[4, "unit"] = 2
    answer = run(table, unit="unit")
    assert any("1 unit was seen in more than one version" in c for c in answer.cautions)
    assert any("1 row repeats a unit of the same version" in c for c in answer.cautions)


def test_rows_without_a_unit_are_counted():
    table = frame().astype({"unit": "float"})
    table.loc[:2, "unit"] = np.nan
    answer = run(table, unit="unit")
    assert any("3 rows name no unit" in caution for caution in answer.cautions)


def test_a_rare_outcome_is_cautioned():
    table = frame().assign(rare=lambda t: t.index < 4)
    answer = run(table, metrics=["rare"])
    assert any("fewer than 5 people of one kind" in caution for caution in answer.cautions)


def test_versions_may_be_numbers_even_with_gaps():
    table = frame().assign(variant=lambda t: np.where(t.index < 4, np.nan, t.index % 2))
    answer = run(table, control=0)
    assert answer.control == "0"
    assert list(answer.table["variant"].unique()) == ["1"]


def test_names_with_spaces_quotes_and_chinese_work():
    table = frame().rename(columns={"variant": '组 "别"', "revenue": "it's 金额"})
    answer = run(table, variant='组 "别"', metrics=["it's 金额"])
    assert answer.table["metric"].item() == "it's 金额"


@pytest.mark.parametrize("kind", ["int8", "float32", "bool", "Int64", "boolean"])
def test_yes_and_no_may_be_stored_in_any_way(kind):
    answer = run(frame().astype({"bought": kind}), metrics=["bought"])
    assert answer.shares == {"bought"}
    assert answer.table["difference"].item() == pytest.approx(
        run(frame(), metrics=["bought"]).table["difference"].item()
    )


def test_large_values_keep_their_variance():
    table = frame().assign(big=lambda t: 1e9 + t["revenue"] / 100)
    small = frame().assign(big=lambda t: t["revenue"] / 100)
    assert run(table, metrics=["big"]).table["p_value"].item() == pytest.approx(
        run(small, metrics=["big"]).table["p_value"].item(), rel=1e-4
    )


def test_several_versions_give_the_headline_to_the_best():
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"variant": ["control", "b", "c"] * 500})
    means = table["variant"].map({"control": 10, "b": 11, "c": 12})
    table["revenue"] = rng.normal(means, 2)
    answer = run(table, metrics=["revenue"])
    assert answer.headline.startswith("Version c does better on revenue: +")
    assert answer.headline.endswith("The other comparison is clear too.")


def test_an_unknown_correction_is_refused():
    with pytest.raises(InvalidSetting, match="“fdr” is not known; choose one of holm"):
        run(frame(), correction="fdr")


def test_the_input_is_not_changed():
    table = frame()
    before = table.copy(deep=True)
    run(table, unit="unit")
    pd.testing.assert_frame_equal(table, before)


def test_every_row_is_accounted_for():
    provenance = run(frame()).provenance
    assert provenance.rows == provenance.used == 400
    assert provenance.settings["control"] == "control"


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_charts_are_drawn_in_both_languages(code):
    answer = run(frame(900, variants=("control", "b", "c")))
    with language(code):
        assert isinstance(answer.chart(), alt.TopLevelMixin)
        assert len(answer.further_charts()) == 2


def test_the_colour_follows_the_verdict():
    answer = run(frame(8000, lift=0.1), metrics=["bought"])
    assert "better" in str(answer.chart().to_dict())


def test_every_version_has_its_interval():
    arms = run(frame()).arms
    assert list(arms.columns) == ["metric", "variant", "n", "estimate", "ci_low", "ci_high"]
    assert (arms["ci_low"] < arms["estimate"]).all()
    assert (arms["estimate"] < arms["ci_high"]).all()


def test_a_broken_split_is_drawn_instead_of_the_result():
    table = frame(4000)
    broken = run(table.drop(table.index[table["variant"] == "new"][:300]))
    drawn = str(broken.chart().to_dict())
    assert "planned 50%" in drawn
    assert "revenue" not in drawn
    assert broken.further_charts() == ()
