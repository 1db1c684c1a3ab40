"""Names of people in free text, where the text says that they are names, and in columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from cx.data.personal.detector import Detector, whole
from cx.data.vocabulary import vocabulary

_LETTER: Final = r"[^\W\d_\u3400-\u9fff]"
_WORD: Final = rf"(?:{_LETTER}{{2,}}(?:['’-]{_LETTER}+)*|{_LETTER}['’]{_LETTER}{{2,}}|{_LETTER}\.)"
_WORDS: Final = rf"(?P<it>{_WORD}(?: {{1,2}}{_WORD}){{0,4}})(?![^\W_]|['’]{_LETTER})"
_LINE_END: Final = r"(?P<end>[ \t]*[.!]?\s*)\Z"
_NO_LETTER: Final = "(?<![A-Za-z])"
_SURE: Final = (
    r"(?:my (?:full |first |last )?names?(?:['’]s| is)|the name(?:['’]s| is)|je m['’]appelle"
    r"|mon nom est|ich hei(?:ß|ss)e|mein name ist|me llamo|mi nombre es|mi chiamo"
    r"|(?:^|[\n.;,|] *)(?:full |my |first |last )?name ?[:：])"
)
_LIKELY: Final = (
    r"(?:call me|this is|i am|i['’]m|ich bin|je suis|soy"
    r"|signed(?: by)?:?)"
)
_REGARDS: Final = (
    r"(?:regards|sincerely|yours truly|yours faithfully|best wishes|gr(?:ü|ue)(?:ß|ss)en?"
    r"|gru(?:ß|ss)|cordialement|saludos|atentamente|cordiali saluti)"
)
_THANKS: Final = r"(?:many thanks|thanks|thank you|thx|cheers|merci|danke|gracias|love)"
_DASH: Final = r"(?:^|[\s.!?…])(?:[—–]|--?)"

_NAME_ZH: Final = r"[\u3400-\u9fff]{2,4}?"
_AFTER_ZH: Final = (
    r"(?=\s|$|[^\u3400-\u9fff]|[，。、！？；：,.!?;:)）]|是|来|在|今年|今天|住|的|我|你|您|想|要|有|和|也"
    r"|电话|手机|身份|号码|先生|女士|小姐|会员|于|已|曾|去|从|买|购|订|下单)"
)
_SURE_ZH: Final = (
    r"(?:我叫|我名叫|本人叫|本人姓名|我的名字(?:叫|是)|我的姓名是?|姓名|联系人|收件人|收货人|署名|落款)"
    r"\s{0,3}[:：是为]?\s{0,3}"
)
_NO_NAME_ZH: Final = re.compile(
    r"[的了是我你您他她它不没在来去点个这那吗呢吧啊很都还就又再把被给让和与跟]|马上|安排|高级|方便|周末|周到|许多"
    r"|成都|全部|服务|经理|高兴|高档|安静|温馨|常常|平时|时候|包间|包房|边上|关于|关门|强烈|单独|外卖|司机|万一"
    r"|文员|客服|查询|解释|解决|向前|曲奇|路边|时间|车子|楼下|宫保|龙虾|牛肉|白饭|黄瓜|马桶|金额|安全|康师傅"
)


def is_given_name(word: str) -> bool:
    """Tell whether a word is a common given name of Europe or America.

    >>> is_given_name("Anne"), is_given_name("Jean-Luc"), is_given_name("London")
    (True, True, False)
    """
    return _plain(re.split("-", word)[0]) in _given_names()


def is_chinese_name(text: str) -> bool:
    """Tell whether a text can be a Chinese name: a common family name and one or two signs more.

    >>> is_chinese_name("王小明"), is_chinese_name("欧阳娜娜"), is_chinese_name("好吃")
    (True, True, False)
    """
    if not re.fullmatch(r"[\u3400-\u9fff·]{2,4}", text) or _NO_NAME_ZH.search(text):
        return False
    double = text[:2] in _surnames() and len(text) > 2
    return double or (text[0] in _surnames() and len(text) <= 3)


@lru_cache(maxsize=1)
def _within_names() -> frozenset[str]:
    return frozenset(vocabulary()["within_names"])


@lru_cache(maxsize=1)
def _no_given_names() -> frozenset[str]:
    return frozenset(vocabulary()["no_given_name"])


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return frozenset(vocabulary()["given_names"].split())


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(vocabulary()["surnames_zh"].split())


def _plain(word: str) -> str:
    accents = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûüçñ", "aaaaaaeeeeiiiiooooouuuucn")
    return word.casefold().translate(accents)


def _name_length(text: str) -> int:
    """Return how many signs at the start are words of a name, all of them written alike."""
    found = 0
    capitals = text.split(" ", 1)[0].isupper()
    for word in re.finditer(r"\S+", text):
        name_like = word[0][0].isupper() and (capitals or not word[0][1:2].isupper())
        if name_like and word[0].casefold() not in _no_given_names():
            found = word.end()
        elif not found or word[0].casefold() not in _within_names():
            break
    return found


def _sure(match: re.Match[str]) -> int | None:
    """Take the words after “my name is”: with a capital letter, or a known given name."""
    text = match["it"]
    first = text.split(" ", 1)[0]
    if first.isupper() and len(first) > 2 and not is_given_name(first):
        return None
    length = _name_length(text) or (len(first) if is_given_name(first) else 0)
    return match.start("it") + length if length else None


def _likely(match: re.Match[str]) -> int | None:
    """Take two words of which the first is a known given name and both have capital letters."""
    text = match["it"]
    if not is_given_name(text.split(" ", 1)[0]):
        return None
    length = _name_length(text)
    return match.start("it") + length if " " in text[:length] else None


def _signature(match: re.Match[str]) -> int | None:
    """Take the last words of a text if they are a name whose given name is known."""
    text = match["it"]
    known = is_given_name(text.split(" ", 1)[0])
    return whole(match) if known and _name_length(text) == len(text) else None


def _regards(match: re.Match[str]) -> int | None:
    """Take the last words after “regards,” for a name unless they are a team."""
    text = match["it"]
    team = {word.casefold() for word in text.split()} & _no_given_names()
    return whole(match) if not team and _name_length(text) == len(text) else None


def _chinese(match: re.Match[str]) -> int | None:
    return whole(match) if is_chinese_name(match["it"]) else None


def _name(pattern: str, hint: str, settle: Callable[[re.Match[str]], int | None]) -> Detector:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Detector(label="name", pattern=compiled, hint=hint, settle=settle)


# What a text holds, in small letters or not, in which a name of `NAMES` can be found.
NAME_WORDS: Final = re.compile(
    r"name|appelle|mon nom|ich hei|llamo|nombre|chiamo|call me|this is|i am|i['’]m|ich bin|je suis"
    r"|soy|signed|regards|sincerely|yours|wishes|gr[uü]|cordial|saludos|atentamente|thank|thx"
    r"|cheers|merci|danke|gracias|love|我叫|我名叫|本人|名字|姓名|联系人|收件人|收货人|署名|落款",
    re.IGNORECASE,
)
_LAST_WORDS: Final = r"\W{0,8}[A-ZÀ-Þ]\S*(?:\W{1,2}\S+){0,4}\W*$"
NAMES: Final = (
    _name(
        rf"{_NO_LETTER}{_SURE}\s{{0,3}}{_WORDS}",
        r"(?i:names?\W|appelle|nom est|ich hei|name ist|llamo|nombre es|chiamo)",
        _sure,
    ),
    _name(
        rf"{_NO_LETTER}{_LIKELY} {{1,3}}{_WORDS}",
        r"(?i:call me|this is|i am|i['’]m|ich bin|je suis|soy|signed\S*(?:\W{1,2}by:?)?)\W{1,3}"
        r"[A-ZÀ-Þ]\S*\W{1,2}\S",
        _likely,
    ),
    _name(
        rf"{_NO_LETTER}{_REGARDS}(?:[,.!]\s{{0,4}}|\s{{0,4}}\n\s{{0,4}}){_WORDS}{_LINE_END}",
        r"(?i:regards|sincerely|truly|faithfully|wishes|gr(?:ü|ue?)(?:ß|ss)(?:en?)?|cordialement|saludos"
        r"|atentamente|saluti)[,.!]?" + _LAST_WORDS,
        _regards,
    ),
    _name(
        rf"{_NO_LETTER}{_THANKS}(?:[,.!]\s{{0,4}}|\s{{0,4}}\n\s{{0,4}}){_WORDS}{_LINE_END}",
        r"(?i:thanks|thank you|thx|cheers|merci|danke|gracias|love)[,.!]?" + _LAST_WORDS,
        _signature,
    ),
    _name(
        rf"{_SURE_ZH}(?P<it>{_NAME_ZH}){_AFTER_ZH}",
        "我叫|我名叫|本人叫|名字[叫是]|姓名|联系人|收件人|收货人|署名|落款",
        _chinese,
    ),
)
SIGNATURES: Final = (
    _name(rf"{_DASH} {{0,3}}{_WORDS}{_LINE_END}", r"[-—–]" + _LAST_WORDS, _signature),
    _name(
        r"(?:——|—|--|此致[\s，,。]{0,3}(?:敬礼)?[！!。]?)\s{0,4}(?P<it>[\u3400-\u9fff]{3})\s*\Z",
        r"(?:—|--|此致[^\n]{0,8})\s{0,4}[^\x00-\x7f]{3}\s*$",
        _chinese,
    ),
)
