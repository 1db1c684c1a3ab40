"""What the analyses ask of an engine is asked in words that all engines know."""

from __future__ import annotations

from pathlib import Path

import ibis
import ibis.expr.operations as ops
import pandas as pd
import pytest

import cx
from cx.data import engine

FOLDER = Path(__file__).parents[2] / "sample_data"
BELIEFS = pd.DataFrame(
    {"touchpoint": ["Delivery time", "Website"], "believed": [4, 3], "importance": [5, 9]}
)
ASKED = {
    "nps": lambda f, _: cx.nps(f, by="Region", every="month"),
    "nps_change": lambda f, _: cx.nps_change(f, by="Device", every="quarter"),
    "comment_bias": lambda f, _: cx.comment_bias(f),
    "csat": lambda f, _: cx.csat(f, rating="Website", by="Region"),
    "drivers": lambda f, _: cx.drivers(f),
    "driver_segments": lambda f, _: cx.driver_segments(f, by="Device"),
    "what_if": lambda f, _: cx.what_if(f, {"Delivery time": 1}),
    "asymmetry": lambda f, _: cx.asymmetry(f),
    "curves": lambda f, _: cx.curves(f),
    "ordinal_check": lambda f, _: cx.ordinal_check(f),
    "emotions": lambda f, _: cx.emotions(f, by="Device"),
    "peak_end": lambda f, _: cx.peak_end(f),
    "perception_gap": lambda f, _: cx.perception_gap(f, BELIEFS, belief_scale=(1, 5)),
    "importance_gap": lambda f, _: cx.importance_gap(f, BELIEFS),
    "respondents": cx.respondents,
    "behaviour_drivers": cx.behaviour_drivers,
    "nps_value": lambda f, e: cx.nps_value(f, e, window="30D"),
    "barriers": lambda f, _: cx.barriers(f, question=f.comments[0]),
    "funnel": lambda _, e: cx.funnel(e, ["visit", "add_to_cart", "purchase"]),
}


@pytest.fixture(scope="module")
def shop():
    return tuple(
        cx.read(FOLDER / file).datasets[0] for file in ("feedback_survey.xlsx", "events.parquet")
    )


@pytest.mark.parametrize("name", ASKED)
def test_every_query_can_be_put_to_postgres(name, shop, monkeypatch):
    """It can be written, and truths become 32 bits: Postgres makes no other number of them."""
    asked, fetch = [], engine.fetch
    monkeypatch.setattr(engine, "fetch", lambda query: asked.append(query) or fetch(query))
    ASKED[name](*shop)
    casts = [cast for query in asked for cast in query.op().find(ops.Cast)]
    odd = [str(cast.to) for cast in casts if cast.arg.dtype.is_boolean()]
    assert all("SELECT" in ibis.to_sql(query, dialect="postgres") for query in asked)
    assert asked
    assert set(odd) <= {"int32", "string"}
