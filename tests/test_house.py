"""The rules of the house that no linter holds: layers at run time, sizes, pages without sums."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(ROOT.glob("pages/*.py"))
CODE = [*sorted(ROOT.glob("cx/**/*.py")), *PAGES, ROOT / "app.py", ROOT / "workbench.py"]
TESTS = sorted(ROOT.glob("tests/**/test_*.py"))
SLOW_TO_IMPORT = ("streamlit", "statsmodels", "sklearn", "scipy.stats")
NOT_FOR_PAGES = {"pandas", "numpy", "scipy", "duckdb", "ibis", "pyarrow", "statsmodels"}
ARITHMETIC = (
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Pow,
    ast.MatMult,
)
AGGREGATES = {"sum", "round", "divmod", "pow"}
CHECKS_BY_NAME = re.compile("^(assert|check|expect)_|^expect$|^(raises|warns|fail)$")


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=name_of)


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(parsed(path)) if isinstance(node, kinds)]


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def sums(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ARITHMETIC):
            operands = [
                child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
            ]
            if not any(is_path(operand) for operand in operands):
                yield node.lineno
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in AGGREGATES:
            yield node.lineno


def is_path(node):
    return any(
        isinstance(part, ast.Name) and part.id in {"Path", "__file__"} for part in ast.walk(node)
    )


def lines_of_code(function):
    """The lines from `def` to the end without the docstring, which may be as long as it needs."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


def called_names(function):
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", None) or getattr(node.func, "id", "")


def asserts(function):
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    return any(CHECKS_BY_NAME.search(name) for name in called_names(function))


def test_importing_cx_loads_neither_streamlit_nor_what_is_slow():
    code = f"import cx, sys; print([m for m in {SLOW_TO_IMPORT!r} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


@each(PAGES)
def test_pages_do_not_compute(path):
    assert list(sums(parsed(path))) == [], "lines with arithmetic; it belongs into cx/analyses"


@each(PAGES)
def test_pages_see_no_tables(path):
    assert NOT_FOR_PAGES.isdisjoint(imported(parsed(path)))


@each(CODE)
def test_modules_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@each(CODE)
def test_functions_are_short(path):
    assert [node.name for node in functions(path) if lines_of_code(node) > 40] == []


@each(CODE)
def test_modules_say_what_they_are_for(path):
    assert ast.get_docstring(parsed(path)), "a module docstring is missing"


@each(CODE)
def test_code_loads_nothing_from_the_network(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:cdn\.|unpkg\.com|jsdelivr|googleapis|gstatic|cdnjs)", text) == []


@each(TESTS)
def test_every_test_asserts(path):
    tests = [node for node in functions(path) if node.name.startswith("test_")]
    assert [test.name for test in tests if not asserts(test)] == []


def test_a_docstring_does_not_make_a_function_long():
    source = 'def f():\n    """Purpose.\n\n    More.\n    """\n    return 1\n'
    assert lines_of_code(ast.parse(source).body[0]) == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("share = paid / seen", [1]),
        ("total += 1", [1]),
        ("sum(values)", [1]),
        ("folder = Path(__file__).parent / 'x'", []),
        ("label = f'{name}'", []),
        ("kind = int | None", []),
    ],
)
def test_arithmetic_is_recognised(source, expected):
    assert list(sums(ast.parse(source))) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("assert x", True),
        ("with pytest.raises(ValueError, match='a'): f()", True),
        ("np.testing.assert_allclose(x, y)", True),
        ("expect(page).to_have_title('x')", True),
        ("f(x)", False),
    ],
)
def test_tests_without_assertion_are_recognised(body, expected):
    assert asserts(ast.parse(f"def test():\n    {body}")) is expected
