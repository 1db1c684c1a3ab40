import pytest

from cx.errors import InvalidSetting, UnreadableFile
from cx.text.codebook import Kind, as_codebook, parse_codebook, read_codebook, shipped_codebook
from cx.wording import language


def book(**theme):
    content = {"theme": "late", "label": {"en": "late"}, "phrases": {"en": ["late"]}} | theme
    return {"themes": [content]}


def test_the_shipped_codebook_has_barriers_and_both_other_answers():
    kinds = [theme.kind for theme in shipped_codebook().themes]
    assert kinds.count(Kind.BARRIER) >= 10
    assert {Kind.NOTHING, Kind.UNKNOWN} <= set(kinds)


def test_every_shipped_theme_has_a_label_in_both_languages():
    assert all({"en", "zh"} <= set(theme.labels) for theme in shipped_codebook().themes)


def test_labels_follow_the_language():
    with language("zh_CN"):
        assert shipped_codebook().label("delivery_cost") == "运费"
    assert shipped_codebook().label("delivery_cost") == "delivery cost"
    assert shipped_codebook().title("delivery_cost") == "Delivery cost"


def test_a_label_falls_back_to_the_language_there_is():
    with language("zh_CN"):
        assert parse_codebook(book()).label("late") == "late"


def test_a_path_a_codebook_and_none_are_taken(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("themes: [{theme: late, label: {en: late}, phrases: {en: [late]}}]", "utf-8")
    own = as_codebook(path)
    assert [theme.name for theme in own.themes] == ["late"]
    assert as_codebook(own) is own
    assert as_codebook(None) is shipped_codebook()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([], "has a list “themes”"),
        ({"themes": []}, "no theme"),
        ({"themes": ["late"]}, "starts with “theme: name”"),
        (book(colour="red"), "theme “late”: “colour” is not known; a theme has theme, kind"),
        (book(label={}), "theme “late”: It needs a label by language, for example {en: price}"),
        (book(kind="other"), "theme “late”: The kind “other” is not one of barrier, nothing"),
        (book(phrases={}), "theme “late”: It has no phrases"),
        (book(phrases=["late"]), "theme “late”: Phrases are lists by language"),
        (book(phrases={"en": [False]}), "theme “late”: The phrase “False”: YAML reads it as"),
        (book(phrases={"en": ["late", "late"]}), "The phrase “late”: it is there twice"),
        (book(phrases={"en": ["!!"]}), "The phrase “!!”: it holds no word"),
        (book(phrases={"en": ["... late"]}), "The phrase “... late”: “...” stands between words"),
        (book(phrases={"en": ["l*te"]}), "The phrase “l[*]te”: “[*]” stands at the end"),
        (book(phrases={"en": ["late, very"]}), "“late, very”: punctuation ends a clause"),
        ({"themes": [*book()["themes"], *book()["themes"]]}, "defines these themes twice: late"),
    ],
)
def test_a_faulty_codebook_is_refused_with_theme_and_phrase(content, text):
    with pytest.raises(InvalidSetting, match=text):
        parse_codebook(content)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match="none.yaml could not be read"):
        read_codebook(tmp_path / "none.yaml")


def test_a_file_that_is_no_yaml_is_named(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("themes: [", "utf-8")
    with pytest.raises(UnreadableFile, match="broken.yaml could not be read"):
        read_codebook(path)
