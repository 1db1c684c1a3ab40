"""What is not a table is refused with the trouble and the way out, whatever its name says."""

import io
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from cx.data.reading import read
from cx.errors import UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def archive(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in entries.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"\n\n\n", "every line of it is blank"),
        (b"a,b,c\n", "There is no row of data below the names"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "This is a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "This is a picture"),
        (b"%PDF-1.7\n...", "This is a PDF"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "Office document without a worksheet"),
        (OLE + "Workbook".encode("utf-16-le"), "The workbook is damaged"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "This is a web page"),
        (b'{"rows": [1, 2]}', "This is JSON"),
        (bytes(range(256)) * 20, "This is not a table"),
        (archive(word__document="x"), "This is an archive or a document"),
        (archive(xl__workbook="x"), "The workbook is damaged"),
        (b"PK\x03\x04" + b"nonsense" * 20, "The workbook is damaged"),
        (b"\x1f\x8b" + b"nonsense" * 20, "The packed file is damaged"),
        (b"PAR1" + b"nonsense" * 20, "The Parquet file is damaged"),
    ],
)
def test_content_decides_and_the_message_names_the_trouble(tmp_path, content, message):
    path = tmp_path / "survey.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=message):
        read(path)


def test_missing_file_is_named():
    with pytest.raises(UnreadableFile, match="There is no file “nowhere.csv”"):
        read("nowhere.csv")


def test_file_opened_as_text_is_refused():
    with pytest.raises(UnreadableFile, match="Open it in binary mode"):
        read(io.StringIO("a,b\n1,2\n"))


def test_other_objects_are_refused():
    with pytest.raises(UnreadableFile, match="this is a int"):
        read(5)


def workbook(**sheets):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    out.seek(0)
    return out


def test_empty_workbook_is_refused():
    with pytest.raises(UnreadableFile, match="There is no table in “Empty”"):
        read(workbook(Empty=[]))


def test_each_sheet_gives_a_table_and_a_file_object_works():
    book = workbook(one=[["a", "b"], [1, "x"]], two=[["c", "d"], [2, "y"], [3, "z"]])
    reading = read(book)
    assert [(t.name, t.frame.num_rows) for t in reading.tables] == [("one", 1), ("two", 2)]


def test_a_sheet_can_be_chosen():
    book = workbook(one=[["a", "b"], [1, "x"]], two=[["c", "d"], [2, "y"]])
    assert [table.name for table in read(book.getvalue(), sheet="two").tables] == ["two"]
    with pytest.raises(UnreadableFile, match="There is no sheet “three”. The workbook has: one"):
        read(book.getvalue(), sheet="three")


def test_parquet_keeps_its_types(tmp_path):
    frame = pa.table({"customer_id": ["a", "b"], "nps": pa.array([9, 10], pa.int8())})
    pq.write_table(frame, tmp_path / "answers.parquet")
    (table,) = read(tmp_path / "answers.parquet").tables
    assert table.frame.schema == frame.schema
    assert table.name == "answers"
