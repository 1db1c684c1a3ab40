"""How a finding of personal data is said: what a column seems to hold, in how many rows."""

from __future__ import annotations

from cx.data.personal.columns import PersonalKind
from cx.wording import Message, msg, plural

# What `mask` writes in place of a detail, in words.
DETAILS: dict[str, Message] = {
    "email": msg("e-mail addresses"),
    "phone": msg("phone numbers"),
    "card": msg("numbers of payment cards"),
    "iban": msg("bank accounts"),
    "id": msg("identity numbers"),
    "ip": msg("addresses of computers (IP)"),
    "coordinates": msg("coordinates"),
    "contact": msg("QQ or WeChat numbers"),
    "name": msg("names"),
}
_HELD: dict[PersonalKind, Message] = {
    "name": msg("names of people"),
    "email": msg("e-mail addresses"),
    "phone": msg("phone numbers"),
    "address": msg("postal addresses"),
    "document": msg("numbers of documents, accounts or cards"),
    "ip": msg("addresses of computers (IP)"),
    "coordinates": msg("places on the map (coordinates)"),
    "birth": msg("dates of birth"),
    "handle": msg("names that people use online"),
}


def column_sentence(kind: PersonalKind, column: str, rows: int) -> Message:
    """Say that a column holds personal data of a kind."""
    if kind == "identifier":
        return plural(
            "“{column}” tells customers or orders apart, in {n:count} row: whoever has the same "
            "numbers elsewhere can find out who is meant.",
            "“{column}” tells customers or orders apart, in {n:count} rows: whoever has the same "
            "numbers elsewhere can find out who is meant.",
            n=rows,
            column=column,
        )
    return plural(
        "“{column}” seems to hold {held}, in {n:count} row.",
        "“{column}” seems to hold {held}, in {n:count} rows.",
        n=rows,
        column=column,
        held=_HELD[kind],
    )
