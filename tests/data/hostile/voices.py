"""The same small survey as people of different countries export it: words, numbers and dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tests.data.hostile.truth import Column, of

AMOUNTS: Final = (
    1234.56, 0.5, 12.0, 987654.32, 45.05, 1000.0, 7.25, 250000.75, 3.1, 88.88, 19.99, 6401.4,
)  # fmt: skip
SHARES: Final = (0.125, 0.5, 0.08, 1.0, 0.333, 0.0, 0.75, 0.991, 0.2, 0.045, 0.667, 0.31)
SCORES: Final = (10, 9, 0, 7, 8, 10, 3, 6, 9, 10, 1, 8)
ROWS: Final = len(SCORES)
FIRST_DAY: Final = date(2024, 1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How one country writes.

    Attributes:
        names: of the columns: order number, comment, score, amount, date, place, and share.
        comments: what customers say, without line breaks; some hold commas and semicolons.
        places: where they are.
        number: writes a number with its thousands and decimals.
        price: puts the currency to a number that is written.
        percent: puts the percent sign to one.
        day: writes a date.
        notes: what stands above and below the table.
    """

    names: tuple[str, str, str, str, str, str, str]
    comments: tuple[str, ...]
    places: tuple[str, ...]
    number: Callable[[float], str]
    price: str
    percent: str
    day: str
    notes: tuple[str, ...]


def _marks(thousands: str, decimal: str) -> Callable[[float], str]:
    def write(value: float) -> str:
        return f"{value:,.2f}".translate({ord(","): thousands, ord("."): decimal})

    return write


def _lakhs(value: float) -> str:
    """Write a number as in India: 9,87,654.32."""
    whole, cents = f"{value:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail]) + "." + cents


_FRENCH: Final = (
    "Accueil très agréable, merci à l'équipe", "Un peu cher; mais bonne qualité",
    "Délai trop long à la caisse", "Parfait", "Le rayon était désordonné, dommage",
    "Conseillère compétente", "Rien à redire", "Prix élevés", "Très bien reçu",
    "Déçu par la livraison", "À améliorer", "Ça va",
)  # fmt: skip
_GERMAN: Final = (
    "Sehr schöne Auswahl, gerne wieder", "Zu teuer; Qualität aber gut",
    "Die Lieferung kam verspätet", "Tadellos für uns", "Größe fiel kleiner aus, schade",
    "Über alles zufrieden", "Nichts zu bemängeln", "Preise höher als anderswo",
    "Schnell und zuverlässig für Gäste", "Enttäuschend", "Könnte übersichtlicher sein", "Geht so",
)  # fmt: skip

VOICES: Final = {
    "en": Voice(
        names=("order id", "comment", "score", "amount", "date", "city", "share"),
        comments=(
            "Fast delivery, will buy again", "A bit pricey; still fine", "The checkout was slow",
            "It's perfect", "Wrong size, but the swap was easy", "Helpful staff", "Nothing to add",
            "Too many e-mails", "Well packed", "Did not like the colour", "Could be clearer", "OK",
        ),
        places=("Boston", "Leeds", "Perth"),
        number=_marks(",", "."),
        price="${}",
        percent="{}%",
        day="{0.month:02d}/{0.day:02d}/{0.year}",
        notes=("Customer survey, all answers", "Exported from the shop", "Filter: none"),
    ),
    "de": Voice(
        names=("Auftrag id", "Kommentar", "Punkte", "Betrag", "Datum", "Ort", "Anteil"),
        comments=_GERMAN,
        places=("München", "Köln", "Aachen"),
        number=_marks(".", ","),
        price="{} €",
        percent="{} %",
        day="{0.day:02d}.{0.month:02d}.{0.year}",
        notes=("Kundenbefragung, alle Antworten", "Quelle: Geschäft", "Ohne Gewähr für die Größe"),
    ),
    "fr": Voice(
        names=("commande id", "commentaire", "note", "montant", "date", "ville", "part"),
        comments=_FRENCH,
        places=("Orléans", "Nîmes", "Lyon"),
        number=_marks("\xa0", ","),
        price="{}\xa0€",
        percent="{}\xa0%",
        day="{0.day:02d}/{0.month:02d}/{0.year}",
        notes=("Enquête clients, toutes les réponses", "Créé par le siège", "Reçu complet"),
    ),
    "ch": Voice(
        names=("Auftrag id", "Kommentar", "Punkte", "Betrag", "Datum", "Ort", "Anteil"),
        comments=_GERMAN,
        places=("Zürich", "Genève", "Chur"),
        number=_marks("'", "."),
        price="CHF {}",
        percent="{}%",
        day="{0.day:02d}.{0.month:02d}.{0.year}",
        notes=("Kundenbefragung, alle Antworten", "Quelle: Geschäft", "Ohne Gewähr für die Größe"),
    ),
    "zh": Voice(
        names=("订单编号", "评论", "评分", "金额", "日期", "城市", "占比"),
        comments=(
            "送货很快，下次还会再来", "价格有点贵；不过质量很好", "结账的时候等了很久", "非常满意",
            "尺码不对,但是换货很方便", "客服态度很好", "没有什么可说的", "短信太多了",
            "包装很用心", "颜色和图片不一样", "说明书可以写得更清楚", "还可以",
        ),
        places=("上海", "北京", "广州"),
        number=_marks(",", "."),
        price="￥{}",
        percent="{}%",
        day="{0.year}年{0.month}月{0.day}日",
        notes=("客户满意度调查，全部答卷", "来源：网上商店", "未经审核的数据"),
    ),
    "tw": Voice(
        names=("訂單編號", "評論", "評分", "金額", "日期", "城市", "占比"),
        comments=(
            "送貨很快，下次還會再來", "價格有點貴；不過品質很好", "結帳的時候等了很久", "非常滿意",
            "尺寸不對,但是換貨很方便", "客服態度很好", "沒有什麼可說的", "簡訊太多了",
            "包裝很用心", "顏色和圖片不一樣", "說明書可以寫得更清楚", "還可以",
        ),
        places=("臺北", "高雄", "臺中"),
        number=_marks(",", "."),
        price="NT${}",
        percent="{}%",
        day="{0.year}/{0.month}/{0.day}",
        notes=("客戶滿意度調查，全部答卷", "來源：網路商店", "未經審核的資料"),
    ),
    "ja": Voice(
        names=("注文id", "感想", "評価", "amount", "date", "都市", "share"),
        comments=(
            "配送がとても早かったです、また買います", "少し高いですが、品質は良いです",
            "レジで長く待ちました", "とても満足しています", "サイズが違いました,交換は簡単でした",
            "スタッフが親切でした", "特にありません", "メールが多すぎます",
            "きれいに包まれていました",
            "色が写真と違いました", "説明がわかりにくいです", "まあまあです",
        ),
        places=("東京", "大阪", "札幌"),
        number=_marks(",", "."),
        price="{}円",
        percent="{}%",
        day="{0.year}/{0.month}/{0.day}",
        notes=("お客様アンケートの結果です", "出典はオンラインショップです", "確認前のデータです"),
    ),
    "in": Voice(
        names=("order id", "comment", "score", "amount", "date", "city", "share"),
        comments=(
            "बहुत अच्छी सेवा, धन्यवाद", "A bit costly; still fine", "Delivery took ages",
            "Superb", "Wrong size, but the swap was easy", "Helpful staff", "सब ठीक है",
            "Too many messages", "Well packed", "पैकेट फटा हुआ था", "Could be clearer", "OK",
        ),
        places=("Mumbai", "दिल्ली", "Pune"),
        number=_lakhs,
        price="₹{}",
        percent="{}%",
        day="{0.day:02d}-{0.month:02d}-{0.year}",
        notes=("Customer survey, all answers", "ग्राहक सर्वेक्षण", "Filter: none"),
    ),
}  # fmt: skip


def days(count: int) -> tuple[date, ...]:
    """Return dates whose days go beyond 12, so that day and month can be told apart."""
    return tuple(FIRST_DAY + timedelta(days=17 * position) for position in range(count))


def survey(voice: Voice, *, rows: int = ROWS, last: str = "plain") -> tuple[Column, ...]:
    """Return the survey: order number, comment, score, amount, date and a last column.

    Args:
        voice: how it is written.
        rows: how many, 12 at most.
        last: the last column is the "place", the "share" in percent, or the amount as a "price".
    """
    amounts, shares, when = AMOUNTS[:rows], SHARES[:rows], days(rows)
    written = [voice.number(amount) for amount in amounts]
    columns = {
        "place": of(voice.names[5], [voice.places[n % 3] for n in range(rows)]),
        "share": of(
            voice.names[6],
            [voice.percent.format(voice.number(100 * share)) for share in shares],
            shares,
            kind="number",
            near=True,
        ),
        "price": of(
            "price", [voice.price.format(text) for text in written], amounts, kind="number"
        ),
    }
    return (
        of(voice.names[0], [f"{70 + 13 * n:06d}" for n in range(rows)]),
        of(voice.names[1], voice.comments[:rows]),
        of(voice.names[2], [str(score) for score in SCORES[:rows]], SCORES[:rows], kind="number"),
        of(voice.names[3], written, amounts, kind="number"),
        of(voice.names[4], [voice.day.format(day) for day in when], when, kind="date"),
        columns.get(last, columns["place"]),
    )
