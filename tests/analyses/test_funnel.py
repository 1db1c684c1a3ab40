"""What `cx.funnel` gives back, leaves out, says and refuses."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from cx import charts
from cx.analyses.funnel import Step, funnel
from cx.data import engine
from cx.data.dataset import Events
from cx.errors import ColumnNotFound, InvalidSetting, NotEnoughData
from cx.wording import language

ECOM_STEPS = (
    *("product_view", "add_to_cart", "cart"),
    *("shipping_details", "payment_details", "purchase"),
)
DAY = pd.Timestamp("2026-01-01")


def log(*rows, **columns):
    """Make a log of (customer, hours, event) rows."""
    customer, hours, event = zip(*rows, strict=True)
    frame = pd.DataFrame(
        {
            "customer": customer,
            "time": [None if h is None else DAY + pd.Timedelta(hours=h) for h in hours],
            "event": event,
            **columns,
        }
    )
    return Events(frame, customer="customer", time="time", event="event")


def shop(mobile=20, desktop=60):
    """Two hundred visitors: 100 on each device, of whom so many pay."""
    rows, device = [], []
    for name, payers in (("mobile", mobile), ("desktop", desktop)):
        for i in range(100):
            done = ["visit", "pay"] if i < payers else ["visit"]
            rows += [(f"{name}{i}", hour, event) for hour, event in enumerate(done)]
            device += [name] * len(done)
    return log(*rows, device=device)


@pytest.fixture(scope="module")
def ecom(shared_ecom):
    frame = pd.read_csv(shared_ecom, parse_dates=["timestamp"])
    return Events(frame, customer="user_id", time="timestamp", event="event")


@pytest.fixture(scope="module")
def shared_ecom(request):
    file = request.config.rootpath / "../shared/data/ecom_events/ecom.csv.gz"
    if not file.exists():
        pytest.skip("the shared data are not beside this copy")
    return file


@pytest.mark.parametrize(
    ("window", "customers"),
    [("400D", [598, 517, 429, 329, 222, 114]), ("7D", [598, 487, 353, 210, 109, 40])],
)
def test_real_log(ecom, window, customers):
    assert list(funnel(ecom, ECOM_STEPS, window=window).table["customers"]) == customers


def test_groups_and_periods_of_a_real_log_add_up(ecom):
    result = funnel(ecom, ECOM_STEPS, by="platform", every="month")
    together = result.table.groupby("step")["customers"].sum()
    assert together.to_dict() == dict(
        zip(result.overall["step"], result.overall["customers"], strict=True)
    )
    assert set(result.table["period"].dt.day) == {1}


def test_any_order_reaches_at_least_as_many_as_ordered_and_ordered_as_strict(ecom):
    counts = [
        funnel(ecom, ECOM_STEPS, order=order).table["customers"].to_numpy()
        for order in ("strict", "ordered", "any")
    ]
    assert (counts[0] <= counts[1]).all()
    assert (counts[1] <= counts[2]).all()


def test_rows_may_come_in_any_order(ecom):
    again = engine.fetch(ecom.table).sample(frac=1, random_state=5)
    shuffled = Events(again, customer="user_id", time="timestamp", event="event")
    pd.testing.assert_frame_equal(
        funnel(ecom, ECOM_STEPS).table, funnel(shuffled, ECOM_STEPS).table
    )


def test_columns_of_the_table():
    table = funnel(shop(), ["visit", "pay"], by="device", every="day").table
    assert list(table) == [
        *("device", "period", "step", "layer", "customers"),
        *("from_first", "from_first_ci_low", "from_first_ci_high"),
        *("from_previous", "from_previous_ci_low", "from_previous_ci_high"),
        "median_time",
    ]


def test_shares_have_wilson_intervals():
    rows = [(f"c{i}", hour, e) for i in range(40) for hour, e in enumerate("ABC"[: 1 + i % 3])]
    table = funnel(log(*rows), ["A", "B", "C"]).table
    n = list(table["customers"])
    assert n == [40, 26, 13]
    last = table.iloc[-1]
    for name, of in (("from_first", n[0]), ("from_previous", n[1])):
        low, high = proportion_confint(n[2], of, method="wilson")
        assert last[name] == n[2] / of
        assert math.isclose(last[f"{name}_ci_low"], low)
        assert math.isclose(last[f"{name}_ci_high"], high)


def test_the_first_step_is_all_of_itself_and_has_no_interval():
    first = funnel(shop(), ["visit", "pay"]).table.iloc[0]
    assert first["from_first"] == 1
    assert first.drop(["step", "layer", "customers", "from_first"]).isna().all()


def test_a_share_of_nobody_is_missing():
    events = log(("a", 0, "A"), ("b", 0, "B"), ("b", 1, "C"))
    result = funnel(events, ["A", "B", "C"])
    last = result.table.iloc[-1]
    assert list(result.table["customers"]) == [1, 0, 0]
    assert math.isnan(last["from_previous"])
    assert math.isnan(last["from_previous_ci_low"])
    assert pd.isna(last["median_time"])


def test_nobody_takes_the_first_step():
    events = log((None, 0, "A"), ("b", 0, "B"))
    result = funnel(events, ["A", "B"])
    assert list(result.table["customers"]) == [0, 0]
    assert result.headline == "Nobody can be followed: no customer takes the first step, “A”."
    assert result.table["from_first"].isna().all()


def test_rows_left_out_are_counted_by_reason():
    events = log(
        ("a", 0, "A"),
        ("a", 1, "B"),
        ("a", 2, "X"),
        (None, 3, "A"),
        ("a", None, "A"),
        ("a", 4, None),
    )
    provenance = funnel(events, ["A", "B"]).provenance
    assert (provenance.rows, provenance.used) == (6, 2)
    assert [(str(item.reason), item.rows) for item in provenance.left_out] == [
        ("no value in “customer”", 1),
        ("no value in “time”", 1),
        ("no value in “event”", 1),
        ("not one of the steps", 1),
    ]


def test_other_events_matter_in_strict_order():
    events = log(("a", 0, "A"), ("a", 1, "X"), ("a", 2, "B"))
    result = funnel(events, ["A", "B"], order="strict")
    assert list(result.table["customers"]) == [1, 0]
    assert result.provenance.used == 3


def test_another_event_at_the_moment_of_a_step_does_not_break_strict_order():
    events = log(("a", 0, "A"), ("a", 1, "X"), ("a", 1, "B"))
    assert list(funnel(events, ["A", "B"], order="strict").table["customers"]) == [1, 1]


def test_settings_are_kept_as_they_were():
    settings = funnel(shop(), ["visit", "pay"], window="2h", order="any").provenance.settings
    assert settings["window"] == dt.timedelta(hours=2)
    assert settings["order"] == "any"
    assert [step.event for step in settings["steps"]] == ["visit", "pay"]


def test_the_input_is_not_changed():
    frame = pd.DataFrame({"c": ["a"], "t": [DAY], "e": ["A"]}), ["A", "A"]
    before = frame[0].copy()
    funnel(Events(frame[0], customer="c", time="t", event="e"), frame[1])
    pd.testing.assert_frame_equal(frame[0], before)
    assert frame[1] == ["A", "A"]


def test_nothing_is_left_behind_in_the_engine():
    events = shop()
    funnel(events, ["visit", "pay"], by="device")
    before = set(engine.connect().list_tables())
    funnel(events, ["visit", "pay"], by="device")
    assert set(engine.connect().list_tables()) == before


def test_groups_of_a_planted_leak():
    result = funnel(shop(mobile=20, desktop=60), ["visit", "pay"], by="device")
    pay = result.table[result.table["step"] == "pay"].set_index("device")
    assert pay["customers"].to_dict() == {"desktop": 60, "mobile": 20}
    assert result.headline.startswith(
        "Of 100 customers who come to “visit”, 60 go on to “pay” where “device” is “desktop”; "
        "where it is “mobile”, 20. The gap of 40 (27 to 53) is more than chance would explain."
    )


def test_differences_are_those_of_welch_on_zeros_and_ones():
    from scipy.stats import ttest_ind  # noqa: PLC0415, slow to import

    result = funnel(shop(mobile=35, desktop=50), ["visit", "pay"], by="device")
    row = result.differences.iloc[0]
    values = {"mobile": np.repeat([1, 0], [35, 65]), "desktop": np.repeat([1, 0], [50, 50])}
    expected = ttest_ind(values[row["group"]], values[row["other"]], equal_var=False)
    low, high = expected.confidence_interval()
    assert math.isclose(row["p_value"], expected.pvalue)
    assert math.isclose(row["ci_low"], low)
    assert math.isclose(row["ci_high"], high)
    assert (row["p_value"] < 0.05) == (not row["ci_low"] <= 0 <= row["ci_high"])


def test_several_comparisons_are_adjusted_together(ecom):
    found = funnel(ecom, ECOM_STEPS, by="platform").differences
    assert len(found) == 5 * 3
    expected = multipletests(found["p_value"], method="holm")[1]
    np.testing.assert_allclose(found["p_adjusted"], expected)


def test_alike_groups_are_not_told_apart():
    result = funnel(shop(mobile=40, desktop=42), ["visit", "pay"], by="device")
    assert "no step differs by more than chance would explain" in result.headline


def test_one_group_has_nothing_to_compare():
    result = funnel(shop(), ["visit", "pay"], by="event")
    assert result.differences.empty
    assert result.headline.startswith("Of 100 customers who take the step “visit”")


def test_many_groups_are_compared_with_all_others():
    rows = [(f"c{i}", hour, e) for i in range(240) for hour, e in enumerate("AB"[: 1 + i % 2])]
    groups = [f"g{int(customer[1:]) % 12:02}" for customer, _, _ in rows]
    found = funnel(log(*rows, group=groups), ["A", "B"], by="group").differences
    assert len(found) == 12
    assert found["other"].isna().all()


def test_a_customer_belongs_to_the_group_where_the_attempt_begins():
    events = log(
        *[("a", 0, "A"), ("a", 1, "B"), ("a", 50, "A")], device=["phone", "desktop", "tablet"]
    )
    table = funnel(events, ["A", "B"], by="device").table
    assert set(table["device"]) == {"phone"}


def test_customers_without_a_group_are_left_out_and_named():
    events = log(*[("a", 0, "A"), ("a", 1, "B"), ("b", 0, "A")], device=["phone", "phone", None])
    result = funnel(events, ["A", "B"], by="device")
    assert list(result.overall["customers"]) == [1, 1]
    assert any(
        c.startswith("1 customer is left out, because there is no “device”")
        for c in result.cautions
    )


def test_yes_no_groups():
    events = log(*[("a", 0, "A"), ("a", 1, "B"), ("b", 0, "A")], member=[True, True, False])
    table = funnel(events, ["A", "B"], by="member").table
    assert list(table["customers"]) == [1, 0, 1, 1]


def test_windows_that_are_still_open_are_reported():
    events = log(("a", 0, "A"), ("b", 90, "A"), ("c", 95, "A"), ("c", 96, "B"), ("d", 100, "X"))
    cautions = funnel(events, ["A", "B"], window="24h").cautions
    assert any(
        c.startswith("1 customer who has not come to the last step began less than 1 day")
        for c in cautions
    )


def test_too_close_leaks_are_not_ranked():
    rows = [(f"c{i}", hour, e) for i in range(300) for hour, e in enumerate("ABC"[: 1 + i % 3])]
    result = funnel(log(*rows), list("ABC"))
    assert "The biggest leak" not in result.headline
    assert result.cautions[-1].startswith("Between “A” and “B” 100 customers are lost, too close")


def test_a_clear_leak_is_named():
    rows = [(f"c{i}", h, e) for i in range(200) for h, e in enumerate("ABC"[: 3 if i < 80 else 2])]
    assert funnel(log(*rows), list("ABC")).headline == (
        "Of 100 customers who take the step “A”, 40 come to “C” (33 to 47). The biggest leak is "
        "between “B” and “C”: 60 of 100 are lost there (53 to 67), 120 customers."
    )


def test_nobody_is_lost():
    events = log(("a", 0, "A"), ("a", 1, "B"))
    assert funnel(events, ["A", "B"]).headline.endswith("Nobody is lost on the way.")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_of_any_unit(unit):
    frame = pd.DataFrame({"c": ["a", "a"], "e": ["A", "B"]})
    frame["t"] = pd.to_datetime(["2026-01-01 10:00", "2026-01-01 11:00"]).as_unit(unit)
    table = funnel(Events(frame, customer="c", time="t", event="e"), ["A", "B"], window="1h").table
    assert list(table["customers"]) == [1, 1]
    assert table["median_time"][1] == pd.Timedelta("1h")


def test_times_with_a_zone():
    frame = pd.DataFrame({"c": ["a", "a"], "e": ["A", "B"]})
    frame["t"] = pd.to_datetime(["2026-01-01 01:00", "2026-01-01 02:00"]).tz_localize(
        "Asia/Shanghai"
    )
    result = funnel(
        Events(frame, customer="c", time="t", event="e"), ["A", "B"], window="1h", every="day"
    )
    assert list(result.table["customers"]) == [1, 1]
    assert result.table["period"][0] == pd.Timestamp("2025-12-31")
    assert any("clock of UTC" in caution for caution in result.cautions)


def test_days_without_times():
    frame = pd.DataFrame({"c": ["a", "a"], "e": ["B", "A"], "t": [dt.date(2026, 1, 1)] * 2})
    result = funnel(Events(frame, customer="c", time="t", event="e"), ["A", "B"], every="week")
    assert list(result.table["customers"]) == [1, 1]
    assert any("days without times of day" in caution for caution in result.cautions)


def test_numbers_as_events_and_awkward_column_names():
    frame = pd.DataFrame({'who "is"': [10**19, 10**19], "时间 ?": [DAY, DAY], "step": [1, 2]})
    frame['who "is"'] = frame['who "is"'].astype("uint64")
    events = Events(frame, customer='who "is"', time="时间 ?", event="step")
    assert list(funnel(events, ["1", "2"]).table["customers"]) == [1, 1]


def test_one_very_busy_customer_costs_no_more_than_many():
    n = 80_000
    frame = pd.DataFrame(
        {
            "c": ["bot"] * n,
            "t": DAY + pd.to_timedelta(np.arange(n), unit="s"),
            "e": np.array(["A", "B", "C"])[np.arange(n) % 3],
        }
    )
    events = Events(frame, customer="c", time="t", event="e")
    for order in ("ordered", "strict", "any"):
        assert list(funnel(events, list("ABC"), order=order).table["customers"]) == [1, 1, 1]


def test_an_event_that_never_occurs_counts_nobody_and_names_the_closest():
    answer = funnel(shop(), ["visit", "pey"])
    assert answer.table["customers"].iloc[1] == 0
    assert "“pey” never occurs in the log. Closest to it are: pay" in answer.cautions[0]


def test_a_first_step_that_never_occurs_is_told_with_the_most_frequent_events():
    answer = funnel(shop(), ["quux", "pay"])
    assert list(answer.table["customers"]) == [0, 0]
    assert "Nobody can be followed" in answer.headline
    assert "The most frequent ones are: visit" in answer.cautions[0]


def test_groups_without_any_value_are_refused():
    frame = pd.DataFrame({"c": ["a"], "t": [pd.Timestamp("2026-01-01")], "e": ["A"], "g": [None]})
    with pytest.raises(NotEnoughData, match="“g” has no value in any row"):
        funnel(Events(frame, customer="c", time="t", event="e"), ["A", "B"], by="g")


def test_more_than_twenty_steps_are_refused():
    with pytest.raises(InvalidSetting, match="20 steps at most; these are 21"):
        funnel(shop(), ["visit"] * 20 + ["pay"])


@pytest.mark.parametrize("window", ["0D", "-1h", "14", 14, "soon", None, "NaT", "90000000D"])
def test_a_window_that_makes_no_sense(window):
    with pytest.raises(InvalidSetting, match="The window is .* longer than zero"):
        funnel(shop(), ["visit", "pay"], window=window)


@pytest.mark.parametrize("steps", [[], ["visit"], "visit", None])
def test_fewer_than_two_steps(steps):
    with pytest.raises(InvalidSetting, match="A funnel needs two steps or more"):
        funnel(shop(), steps)


def test_unknown_options_name_the_choices():
    with pytest.raises(InvalidSetting, match="“loose” is not known. .*ordered, strict, and any"):
        funnel(shop(), ["visit", "pay"], order="loose")
    with pytest.raises(InvalidSetting, match="“year” is not a period"):
        funnel(shop(), ["visit", "pay"], every="year")
    with pytest.raises(InvalidSetting, match="has to lie between 0 and 1"):
        funnel(shop(), ["visit", "pay"], confidence=95)


def test_text_instead_of_times():
    frame = pd.DataFrame({"c": ["a"], "t": ["yesterday"], "e": ["A"]})
    with pytest.raises(InvalidSetting, match="“t” holds no times but text"):
        funnel(Events(frame, customer="c", time="t", event="e"), ["A", "B"])


def test_groups_that_cannot_be():
    with pytest.raises(ColumnNotFound, match="no column “devise”. Did you mean “device”"):
        funnel(shop(), ["visit", "pay"], by="devise")
    rows = [(f"c{i}", 0, "A") for i in range(201)]
    with pytest.raises(InvalidSetting, match="“customer” has 201 different values"):
        funnel(log(*rows), ["A", "A"], by="customer")
    with pytest.raises(InvalidSetting, match="a column “step” of its own"):
        funnel(log(("a", 0, "A"), step=["x"]), ["A", "A"], by="step")


@pytest.mark.parametrize("rows", [0, 1])
def test_nothing_to_follow(rows):
    frame = pd.DataFrame({"c": [None], "t": [DAY], "e": ["A"]}).astype({"c": "str"})[:rows]
    events = Events(frame, customer="c", time="t", event="e")
    with pytest.raises(NotEnoughData, match=f"None of the {rows} rows has a value in each of"):
        funnel(events, ["A", "B"])


def test_pictures_are_drawn_in_both_languages():
    result = funnel(shop(), [Step("See", "visit"), Step("付款", "pay")], by="device", every="day")
    assert len(result.further_charts()) == 2
    for picture in (result.chart(), *result.further_charts()):
        assert charts.svg(picture).startswith("<svg")
    assert set(result.further_tables()) == {"Differences between groups", "All customers"}
    with language("en"):
        assert "See (attract)" in charts.svg(result.chart())
