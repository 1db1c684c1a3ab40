"""Text files: every encoding and delimiter, rows that do not fit, values kept as they stand."""

import csv
import gzip
import io

import pytest

from cx.data import source
from cx.data.reading import read
from cx.errors import UnreadableFile

CHINESE = [
    ["编号", "评论", "城市"],
    ["001", "送餐很快，味道好", "上海"],
    ["002", '他说"不错"', "北京"],
]
WESTERN = [
    ["id", "avis", "ville"],
    ["001", "très bon café, merci", "Orléans"],
    ["002", "ça va", "Nîmes"],
]


def text_of(rows, delimiter=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def only(data, **options):
    (table,) = read(data, **options).tables
    return table


def values(table):
    return [table.frame.column_names, *([*row.values()] for row in table.frame.to_pylist())]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        ("utf-8", CHINESE),
        ("utf-8-sig", CHINESE),
        ("utf-16", CHINESE),
        ("gb18030", CHINESE),
        ("utf-8", WESTERN),
        ("utf-16-le", WESTERN),
        ("utf-16-be", WESTERN),
        ("cp1252", WESTERN),
    ],
)
def test_every_encoding_and_delimiter_gives_the_same_table(encoding, rows, delimiter):
    assert values(only(text_of(rows, delimiter).encode(encoding))) == rows


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("big5", "姓名,評論\n張三,服務很好，下次會再來\n"),
        ("cp932", "名前,感想\n田中,とても良いサービスでした\n"),
    ],
)
def test_east_asian_text_is_not_taken_for_simplified_chinese(encoding, text):
    assert only(text.encode(encoding)).health.encoding == encoding


def test_encoding_can_be_set():
    table = only("имя\nИван\n".encode("cp1251"), encoding="cp1251")
    assert table.frame.to_pylist() == [{"имя": "Иван"}]


def test_unknown_encoding_is_refused():
    with pytest.raises(UnreadableFile, match="“utf-9” is not an encoding"):
        read(b"a\n1\n", encoding="utf-9")


def test_damaged_utf8_stays_utf8_and_is_counted():
    table = only(("评论\n" + "很好很好\n" * 50).encode() + b"\xe5\xa5\n")
    assert table.health.encoding == "utf-8"
    assert any("1 sign has no meaning" in str(f.message) for f in table.health.findings)


def test_rows_that_do_not_fit_are_rejected_with_their_text():
    table = only(b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n")
    assert table.rejected["row"].tolist() == [3, 4]
    assert table.rejected["text"].tolist() == ["4,5", "6,7,8,9"]
    assert str(table.rejected["reason"][0]) == "it has 2 cells where the table has 3 columns"
    assert (table.health.rows_in, table.health.rows_kept) == (4, 2)


def test_an_open_quotation_mark_loses_nothing_unseen():
    table = only(b'a,b\n1,2\n3,4\n"open,5\n6,7\n')
    assert table.health.rows_kept == 2
    assert "6,7" in table.rejected["text"][0]


def test_line_breaks_and_quotation_marks_inside_cells_are_kept():
    table = only(b'a,b\r\n"one\ntwo","say ""hi"""\r\nx,y\r\n')
    assert table.frame.to_pylist() == [{"a": "one\ntwo", "b": 'say "hi"'}, {"a": "x", "b": "y"}]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(ending):
    assert only(ending.join(["a,b", "1,2", "3,4", ""]).encode()).frame.num_rows == 2


def test_mixed_line_endings_lose_no_row():
    assert only(b"a,b\r\n1,2\n3,4\r\n5,6\n").frame["a"].to_pylist() == [1, 3, 5]


def test_identifiers_keep_every_digit():
    table = only(b"a,b,c\n12345678901234567890,007,=1+1\n12345678901234567891,010,=2\n")
    assert table.frame.to_pylist()[0] == {"a": "12345678901234567890", "b": "007", "c": "=1+1"}


def test_names_are_made_unique():
    table = only(b"name,,Name,name\na,b,c,d\n")
    assert table.frame.column_names == ["name", "column 2", "Name (2)", "name (3)"]


def test_rows_without_header_are_all_kept():
    table = only(b"1,2\n3,4\n")
    assert (table.frame.num_rows, table.health.header_row) == (2, None)
    assert any("No row names the columns" in str(f.message) for f in table.health.findings)


def test_notes_above_the_header_are_skipped():
    table = only(b"Export of 2024\n\nname,score,city\nann,5,Rome\nbob,6,Oslo\n")
    assert table.frame.column_names == ["name", "score", "city"]
    assert table.frame.num_rows == 2


def test_one_column_of_text_needs_no_delimiter():
    table = only(b"comment\ngood\nbad, slow and late\nfine; really\n")
    assert table.frame["comment"].to_pylist() == ["good", "bad, slow and late", "fine; really"]


def test_blank_rows_are_skipped_and_counted():
    table = only(b"a,b\n1,2\n,\n , \n3,4\n")
    assert (table.health.rows_in, table.frame.num_rows) == (2, 2)
    assert any("2 blank rows were skipped" in str(f.message) for f in table.health.findings)


def test_texts_that_begin_with_blanks_are_no_blank_rows():
    table = only(b"a,b\n  :-)  ,\n\tx, y\n , \n")
    assert table.frame.to_pylist() == [{"a": "  :-)  ", "b": None}, {"a": "\tx", "b": " y"}]
    assert any("1 blank row was skipped" in str(f.message) for f in table.health.findings)


def test_a_header_that_stands_there_again_is_no_row_and_spoils_no_type():
    table = only(b"id,score,why\nk1,9,good\nk2,8,ok\nid,score,why\nk3,7,late\n")
    assert table.frame["score"].to_pylist() == [9, 8, 7]
    assert table.rejected["row"].tolist() == [4]
    assert "the names of the columns once more" in str(table.rejected["reason"][0])
    assert (table.health.rows_in, table.health.rows_kept) == (4, 3)


def test_packed_text_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(source, "UNPACKED_LIMIT", 1 << 20)
    with pytest.raises(UnreadableFile, match="Unpacked, the file is larger than 1 MB"):
        read(gzip.compress(b"a,b\n" + b"1,2\n" * (1 << 19)))


def test_a_million_cells_keep_their_rows(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("id,text\n" + "".join(f'{n},"line\n{n}"\n' for n in range(200_000)))
    table = only(path)
    assert table.frame.num_rows == 200_000
    assert table.frame["text"][199_999].as_py() == "line\n199999"


def test_a_header_with_too_few_names_is_reported():
    table = only(b"x,y\nr1,1,2\nr2,3,4\n")
    assert table.frame.column_names == ["column 1", "x", "y"]
    said = " ".join(str(finding.message) for finding in table.health.findings)
    assert "has 2 names and the rows have 3 cells" in said
