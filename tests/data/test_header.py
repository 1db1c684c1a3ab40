import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx.data.headers.header import comment_lines, is_value, read_header, repaired_names
from cx.data.headers.names import plain_name
from tests.data.exports_samples import cut

DATA = Path(__file__).resolve().parents[2] / "../shared/data"


def header_of(text):
    return read_header([[cell or None for cell in row] for row in cut(text)])


def layout(text):
    header = header_of(text)
    return header.rows, header.data, list(header.names)


def test_the_first_row_names_the_columns():
    assert layout("score,city\n9,Rome\n") == ((0,), 1, ["score", "city"])


def test_a_table_of_texts_has_one_header_row():
    text = "product,city\nKettle,Rome\nToaster,Oslo\n"
    assert layout(text) == ((0,), 1, ["product", "city"])


def test_notes_above_are_passed_over():
    text = "Exported on Monday,,\n,,\nscore,city,age\n9,Rome,30\n"
    assert layout(text) == ((2,), 3, ["score", "city", "age"])


def test_a_table_that_starts_with_data_has_no_header():
    assert layout("9,2024-01-31,30\n3,2024-02-01,25\n") == ((), 0, [None, None, None])


def test_a_column_without_a_name_stays_without():
    assert layout(",name,score\n1,Ann,9\n2,Bob,3\n") == ((0,), 1, [None, "name", "score"])


def test_a_missing_name_and_a_first_row_of_texts_are_no_second_header_row():
    text = "name,,score,age\nAnn,EU,NA,-\nBob,US,5,30\nEve,EU,7,41\n"
    assert layout(text) == ((0,), 1, ["name", None, "score", "age"])


def test_a_missing_name_in_a_table_of_texts_is_no_second_header_row():
    assert layout("name,,city\nAnn,x,Rome\nBob,y,Oslo\n")[:2] == ((0,), 1)


def test_years_above_quarters_are_groups():
    text = "2024,,2025,\nQ1,Q2,Q1,Q2\n1,2,3,4\n5,6,7,8\n"
    names = ["2024 – Q1", "2024 – Q2", "2025 – Q1", "2025 – Q2"]
    assert layout(text) == ((0, 1), 2, names)


def test_groups_may_be_repeated_above_every_column():
    text = "year,2024,2024,2025,2025\nshop,sold,kept,sold,kept\nNorth,1,2,3,4\nSouth,5,6,7,8\n"
    assert layout(text)[2][1:] == ["2024 – sold", "2024 – kept", "2025 – sold", "2025 – kept"]


def test_groups_below_a_title():
    text = "Sales by shop,,,,\n,,,,\n,Web,,Shop,\nday,net,gross,net,gross\n2024-01-01,1,2,3,4\n"
    header = header_of(text)
    assert (header.rows, header.data) == ((2, 3), 4)
    assert header.names == ("day", "Web – net", "Web – gross", "Shop – net", "Shop – gross")
    assert header.parts[1] == ("Web", "net")
    assert header.parts[0] == ("day",)


def test_groups_above_different_names_are_told_by_the_figures_below():
    text = "Customer,,Order,\nid,name,date,amount\n1,Ann,2024-01-31,5\n2,Bob,2024-02-01,7\n"
    names = ["Customer – id", "Customer – name", "Order – date", "Order – amount"]
    assert layout(text) == ((0, 1), 2, names)


def test_questions_above_options_in_any_language_are_told_by_the_answers():
    text = (
        "Quels films avez-vous vus ?,,,Votre ville\nAmélie,Intouchables,Lupin,Réponse\n"
        "Amélie,,,Paris\n,Intouchables,,Lyon\nAmélie,Intouchables,,Nice\n"
    )
    names = ["Amélie", "Intouchables", "Lupin"]
    header = header_of(text)
    assert (header.rows, header.data) == ((0, 1), 2)
    assert list(header.names) == [
        *(f"Quels films avez-vous vus ? – {name}" for name in names),
        "Votre ville",
    ]


def test_remarks_in_brackets_below_the_names_belong_to_the_header():
    text = "name,weight,height\n(at birth),(in grams),\nAnn,3100,50\n"
    assert layout(text) == ((0, 1), 2, ["name (at birth)", "weight (in grams)", "height"])


def test_notes_that_stand_in_several_cells_are_no_groups():
    text = (
        "Lots of people,,,,,\nat,the,top,,of,it\nor,merging,,,,cells\n"
        "Name,Job,Age,Kids,Born,Died\nAnn,x,69,2,1947,2016\nBob,y,60,1,1956,2016\n"
    )
    assert layout(text)[:2] == ((3,), 4)


def test_columns_may_be_named_by_years():
    text = "country,2021,2022,2023\nFrance,1.5,2.5,3\nSpain,7,8,9\n"
    assert layout(text) == ((0,), 1, ["country", "2021", "2022", "2023"])


def test_rows_of_years_are_data():
    assert layout("Rome,2021,2022\nOslo,2020,2023\nBonn,2019,2021\n")[0] == ()


def test_comments_above_are_passed_over():
    text = "# made by a program\n#\n# ----\n\nscore,city\n9,Rome\n"
    assert layout(text) == ((4,), 5, ["score", "city"])


def test_a_name_that_is_a_hash_is_no_comment():
    assert layout("#,city\n1,Rome\n2,Oslo\n") == ((0,), 1, ["#", "city"])


def test_numbers_of_orders_are_no_comments():
    assert layout("#1001,5,2024-01-01\n#1002,7,2024-01-02\n")[:2] == ((), 0)


def test_comment_lines_are_counted_before_a_text_is_cut():
    assert comment_lines(["# ---", "# Account: A, B", "", "event,count", "# no"]) == 2
    assert comment_lines(['"# made by, us"', "a,b"]) == 1
    assert comment_lines(["#,city", "#1001,5"]) == 0
    assert comment_lines(["a,b"]) == 0
    assert comment_lines([]) == 0


def test_marks_of_web_pages_are_taken_off_names():
    assert plain_name("<p>How <b>likely</b> is&nbsp;it?</p><br/>Please&#32;say") == (
        "How likely is it? Please say"
    )
    assert plain_name("price < 5 and > 3") == "price < 5 and > 3"
    assert plain_name("R&D") == "R&D"
    assert plain_name("  two\n lines\0 ") == "two lines"


FIGURES = (
    *("5", "-5", "+5.5", "1,234.5", "1.234,5", "1 234,5", "1’234.50", "12%", ".5", "1e5", "１２３"),
    *("$12.50", "12 €", "€ 5", "(123)", "true", "False", "10:20", "10:20:30"),
    *(
        "2024-01-31",
        "31.01.2024",
        "2024/1/31 10:20",
        "2024年1月31日",
        "31 Jan 2024",
        "Jan 31, 2024",
    ),
)


@pytest.mark.parametrize("text", FIGURES)
def test_figures_dates_and_times_look_like_data(text):
    assert is_value(text)


WORDS = (
    *("score", "Q1", "5 stars", "0 to 10", "Jan", "$", "%", "item 3", "2024 Q1", "", "-", "a1"),
    *("1、您的年龄", "满意"),
)


@pytest.mark.parametrize("text", WORDS)
def test_names_do_not_look_like_data(text):
    assert not is_value(text)


def test_star_wars_has_its_questions_and_options():
    path = DATA / "starwars_survey/StarWars.csv"
    if not path.exists():
        pytest.skip("the public sample data is not here")
    with path.open(encoding="cp1252", errors="replace", newline="") as file:
        rows = [row for row, _ in zip(csv.reader(file), range(50), strict=False)]
    header = read_header(rows)
    seen = "Which of the following Star Wars films have you seen? Please select all that apply."
    assert (header.rows, header.data, header.export) == ((0, 1), 2, "surveymonkey")
    assert header.names[:2] == (
        "RespondentID",
        "Have you seen any of the 6 films in the Star Wars franchise?",
    )
    assert header.names[3] == f"{seen} – Star Wars: Episode I The Phantom Menace"
    assert [parts[0] for parts in header.parts].count(seen) == 6
    assert header.names[-1] == "Location (Census Region)"
    assert len(set(header.names)) == len(header.names) == 38


cells = st.one_of(st.none(), st.text(max_size=12), st.integers().map(str), st.floats().map(str))
NAMES = st.text("abcdefghijklmnopqrstuvwxyz评分 ", min_size=2).filter(
    lambda name: name.strip() and not is_value(name)
)


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
def test_whatever_the_rows_are_every_column_gets_one_name_or_none(rows):
    header = read_header(rows)
    assert len(header.names) == len(header.parts)
    assert 0 <= header.data <= len(rows)
    assert all(position < header.data for position in header.rows)
    assert all(name is None or name.strip() for name in header.names)
    if header.rows:
        assert len(header.names) == max(len(rows[position]) for position in header.rows)


@given(
    names=st.lists(NAMES, min_size=1, max_size=8, unique_by=lambda name: name.strip()),
    numbers=st.data(),
)
def test_a_header_above_figures_is_always_found(names, numbers):
    figure = st.integers().map(str) | st.dates().map(str)
    row = st.lists(figure, min_size=len(names), max_size=len(names))
    body = numbers.draw(st.lists(row, min_size=1, max_size=5))
    header = read_header([names, *body])
    assert (header.rows, header.data) == ((0,), 1)
    assert header.names == tuple(" ".join(name.split()) for name in names)


@given(st.lists(st.one_of(st.none(), NAMES), max_size=8))
def test_repaired_names_are_all_different(names):
    repaired, _ = repaired_names(names)
    assert len({name.casefold() for name in repaired}) == len(names)
