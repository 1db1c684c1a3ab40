"""Whatever happens to the bytes of a file, it is read, or refused in words."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import cx

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public files are not here")

TEXTS = (
    "cdnow_orders/cdnowElog.csv",
    "channel_paths/Data.csv",
    "cookie_cats_ab/cookie_cats.csv",
    "facebook_ads_costs/KAG_conversion_data.csv",
    "nps_garden_retail_fr/nps.csv",
    "seat_reviews_drivers/seat_no_author.csv",
    "starwars_survey/StarWars.csv",
    "udacity_free_trial_ab/Final Project Results - Control.csv",
    "zh_hotel_reviews/ChnSentiCorp_htl_all.csv",
    "zh_waimai_reviews_gb18030/waimai_10k.gb18030.csv",
)
WORKBOOKS = (
    "messy_excel/clippy.xlsx",
    "messy_excel/deaths.xls",
    "messy_excel/deaths.xlsx",
    "messy_excel/geometry.xlsx",
    "messy_excel/dates-1904.xls",
    "messy_excel/type-me.xlsx",
)
HEAD = 2500
DELIMITERS = b',;\t|"\n\r'


def mutated(data: bytes, seed: int) -> bytes:
    """Change a few places: flip a bit, drop, double, insert, cut, put a delimiter or a mark."""
    chance = random.Random(seed)  # noqa: S311 -- a seeded choice, no secret
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed))
        match chance.randrange(7):
            case 0:
                changed[place] ^= 1 << chance.randrange(8)
            case 1:
                changed[place] = chance.randrange(256)
            case 2:
                del changed[place : place + chance.randint(1, 40)]
            case 3:
                changed[place:place] = changed[place : place + chance.randint(1, 200)]
            case 4:
                changed[place:place] = chance.randbytes(chance.randint(1, 8))
            case 5:
                changed[place] = chance.choice(DELIMITERS)
            case _:
                del changed[place + len(changed) // 2 :]
    return bytes(changed)


def check_only_words_come_out(data: bytes) -> None:
    try:
        reading = cx.read(data)
    except cx.CxError as error:
        refusal = str(error)
    else:
        refusal = ""
    if refusal:
        assert len(refusal) >= 40
        return
    for table in reading.tables:
        health = table.health
        assert health.rows_in == health.rows_kept + health.rows_rejected
        assert table.frame.num_rows == health.rows_kept
        assert all(str(finding.message) for finding in health.findings)
        assert all(str(reason) for reason in table.rejected["reason"])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.split("/")[0])
@pytest.mark.parametrize("seeds", range(3))
def test_texts_with_wrong_bytes(path, seeds):
    with (DATA / path).open("rb") as file:
        head = file.read(HEAD)
    for seed in range(7 * seeds, 7 * (seeds + 1)):
        check_only_words_come_out(mutated(head, seed))


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.split("/")[1])
def test_workbooks_with_wrong_bytes(path):
    data = (DATA / path).read_bytes()
    for seed in range(15):
        check_only_words_come_out(mutated(data, seed))
