import pyarrow as pa
import pytest

from cx.data import engine
from cx.data.exports import export_findings, export_named, order_findings
from cx.data.headers.header import read_header
from cx.data.mending.cells import Constant, Dropped, Missing
from cx.data.mending.rows import LeftOut, OnePer
from cx.data.mending.step import ROW
from cx.data.traits import describe
from tests.data import exports_samples as samples


def typed(texts):
    """Give a column the type that its texts spell, in the plainest way."""
    given = [text for text in texts if text]
    truths = {"True": True, "False": False, "TRUE": True, "FALSE": False}
    for read in (int, float, truths.__getitem__):
        try:
            return pa.array([read(text) if text else None for text in texts]) if given else None
        except (ValueError, KeyError):
            continue
    return pa.array([text or None for text in texts])


def draft(rows):
    header = read_header(rows)
    body = [row for row in rows[header.data :] if any(row)]
    columns = {
        name: typed(texts) if any(texts) else pa.nulls(len(texts), pa.string())
        for name, texts in zip(header.names, zip(*body, strict=True), strict=True)
    }
    numbers = pa.array(range(header.data + 1, header.data + 1 + len(body)), pa.int64())
    return header.export, pa.table({**columns, ROW: numbers})


def found_in(rows):
    name, frame = draft(rows)
    columns = describe(engine.as_table(frame.drop_columns([ROW])))
    return frame, export_findings(export_named(name), engine.as_table(frame), columns)


def made(findings, kind):
    return {mend: finding for finding in findings for mend in finding.mends if type(mend) is kind}


def test_previews_are_left_out_for_certain_and_spam_is_a_proposal():
    _, findings = found_in(samples.qualtrics().rows)
    rows = made(findings, LeftOut)
    previews = LeftOut(column="Status", values=("Survey Preview",))
    spam = LeftOut(column="Status", values=("Spam",))
    assert rows[previews].certain
    assert not rows[spam].certain
    assert (rows[previews].rows, rows[spam].rows) == (1, 1)
    assert str(rows[previews].message) == (
        "1 row is a preview or a test of the survey and no answer, by “Status”."
    )


def test_answers_that_were_not_finished_are_a_proposal():
    _, findings = found_in(samples.qualtrics().rows)
    finding = made(findings, LeftOut)[LeftOut(column="Finished", values=("false",))]
    assert (finding.rows, finding.certain) == (1, False)


def test_codes_of_an_export_with_numbers_are_known_too():
    frame, findings = found_in(samples.qualtrics_numeric().rows)
    mends = made(findings, LeftOut)
    assert set(mends) == {
        LeftOut(column="Status", values=("1",)),
        LeftOut(column="Status", values=("8",)),
        LeftOut(column="Finished", values=("0",)),
    }
    preview = LeftOut(column="Status", values=("1",))
    kept = engine.fetch(preview.applied(engine.as_table(frame)))
    assert kept["Status"].tolist() == [0, 0, 8, 0]


def test_personal_columns_are_proposed_to_be_dropped_where_they_hold_anything():
    _, findings = found_in(samples.qualtrics().rows)
    dropped = made(findings, Dropped)
    assert {mend.column for mend in dropped} == {
        "IPAddress",
        "LocationLatitude",
        "LocationLongitude",
    }
    assert not any(finding.certain for finding in dropped.values())
    assert str(dropped[Dropped(column="IPAddress")].message) == (
        "“IPAddress” holds personal details that Qualtrics adds; no analysis needs them."
    )


def test_columns_for_the_program_itself_are_proposed_to_be_dropped():
    _, findings = found_in(samples.surveymonkey().rows)
    finding = made(findings, Dropped)[Dropped(column="Collector ID")]
    assert str(finding.message) == (
        "“Collector ID” is written by SurveyMonkey for its own use; no analysis needs it."
    )


def test_skipped_questions_count_as_missing():
    _, findings = found_in(samples.wenjuanxing().rows)
    missing = made(findings, Missing)
    assert {mend: (f.rows, f.certain) for mend, f in missing.items()} == {
        Missing(column="3、满意度—服务", values=("(跳过)",)): (1, True),
        Missing(column="4、您的建议", values=("(跳过)", "(空)")): (2, True),
    }


def test_skipped_questions_in_figures_count_as_missing():
    frame, findings = found_in(samples.wenjuanxing_numbers().rows)
    missing = made(findings, Missing)
    assert set(missing) == {
        Missing(column="3、满意度", values=(-3.0,)),
        Missing(column="4、您的建议", values=("-3", "-2")),
    }
    mended = Missing(column="3、满意度", values=(-3.0,)).applied(engine.as_table(frame))
    assert mended.to_pyarrow()["3、满意度"].to_pylist() == [5, None, 4]


def test_a_code_among_other_figures_below_zero_is_asked():
    figures = ["冷热", "-3", "-7", "2"]
    rows = samples.wenjuanxing_numbers().rows
    changed = [[*row[:9], figure, row[10]] for row, figure in zip(rows, figures, strict=True)]
    _, findings = found_in(changed)
    finding = made(findings, Missing)[Missing(column="冷热", values=(-3.0,))]
    assert not finding.certain


def test_orders_count_once_and_get_an_event():
    frame, findings = found_in(samples.shopify().rows)
    once = OnePer(key=("Name",))
    event = Constant(column="event", value="order")
    assert made(findings, OnePer)[once].rows == 1
    assert made(findings, OnePer)[once].certain
    assert made(findings, Constant)[event].certain
    orders = event.applied(once.applied(engine.as_table(frame))).to_pyarrow()
    assert orders["Total"].to_pylist() == [55.0, 35.0]
    assert orders["event"].to_pylist() == ["order", "order"]


def test_the_address_by_which_customers_are_known_is_not_dropped():
    _, findings = found_in(samples.shopify().rows)
    dropped = {mend.column for mend in made(findings, Dropped)}
    assert "Email" not in dropped
    assert {"Billing Name", "Billing Phone", "Payment Reference"} <= dropped


def test_orders_of_one_line_each_are_all_used():
    _, findings = found_in(samples.shopify_few_columns().rows)
    assert made(findings, OnePer) == {}


def test_totals_among_the_rows_are_left_out():
    _, findings = found_in(samples.google_analytics_exploration().rows)
    total = LeftOut(column="Event name", values=("Grand total",))
    assert made(findings, LeftOut)[total].certain


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.__name__)
def test_every_mend_fits_its_table(sample):
    frame, findings = found_in(sample().rows)
    names = [name for name in frame.column_names if name != ROW]
    table = engine.as_table(frame)
    for finding in findings:
        for mend in finding.mends:
            assert mend.fits(names)
            mend.applied(table).to_pyarrow()
        assert str(finding.message)
    assert frame.num_rows > 0


def test_hundreds_of_columns_are_looked_at():
    head, *body = samples.wenjuanxing_numbers().rows
    names = [f"{number}、题" for number in range(5, 455)]
    _, findings = found_in([[*head, *names], *([*row, *["-3"] * 450] for row in body)])
    assert len(made(findings, Missing)) == 452


def orders(**further):
    frame = pa.table(
        {
            "customer_id": [n % 20 + 100 for n in range(60)],
            "date": pa.array(["2024-01-01"] * 60).cast(pa.date32()),
            "amount": [5.5] * 60,
            **further,
        }
    )
    table = engine.as_table(frame)
    return order_findings(table, describe(table))


def test_a_list_of_orders_without_an_event_gets_one():
    (finding,) = orders()
    assert finding.mends == (Constant(column="event", value="order"),)
    assert not finding.certain


def test_a_list_of_orders_with_an_event_needs_none():
    assert orders(event=["order", "return"] * 30) == ()


def test_answers_are_no_list_of_orders():
    assert orders(nps=[n % 11 for n in range(60)]) == ()
