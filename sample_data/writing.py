"""The open answers: phrases of answers.toml, written the way people write."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from planted import ANSWERS, PLANTED, TOUCHPOINTS

SHORT_THEMES = ("nothing", "dont_know")
AFTER_THE_ORDER = ("delivery_time", "delivery_condition", "returns")
NOT_DENIED_BEFORE = ("price", "website", "payment", "fit_quality", "trust", "product_information")


def draw_barrier_answers(
    rng: np.random.Generator, people: pd.DataFrame, language: str
) -> list[str | None]:
    """Answer “What nearly stopped you from buying?” for each customer; None where left empty."""
    words = ANSWERS[language]
    answers: list[str | None] = []
    for theme in people["theme"]:
        text = str(rng.choice(words["barriers"][theme]))
        if theme not in SHORT_THEMES:
            text = _introduce(rng, text, theme, words) + str(rng.choice(words["closers"]))
        text = _as_written(rng, _fill(rng, text, words), language)
        empty = rng.random() < PLANTED["people"]["empty_comment"]
        answers.append(None if empty else text)
    return answers


def draw_reasons(rng: np.random.Generator, people: pd.DataFrame, language: str) -> list[str | None]:
    """Say why the score is what it is: the best rating from 8 up, the worst below; 35 % empty.

    Whoever did not order writes about what can be known without an order.
    """
    words = ANSWERS[language]
    ratings = people[list(TOUCHPOINTS)].to_numpy() + rng.random((len(people), len(TOUCHPOINTS)))
    unknown = np.outer(~people["purchase"], np.isin(TOUCHPOINTS, AFTER_THE_ORDER))
    best = np.where(unknown, -np.inf, ratings).argmax(axis=1)
    worst = np.where(unknown, np.inf, ratings).argmin(axis=1)
    answers: list[str | None] = []
    for score, high, low in zip(people["score"], best, worst, strict=True):
        tone, place = ("praise", high) if score >= 8 else ("criticism", low)
        text = str(rng.choice(words["reasons"][tone][TOUCHPOINTS[place]]))
        text = _as_written(rng, _fill(rng, text, words), language)
        answers.append(text if rng.random() < 0.65 else None)
    return answers


def add_contacts(answers: list[str | None], language: str) -> list[str | None]:
    """Append an e-mail address and a telephone number, both reserved ones, to two answers."""
    filled = [i for i, text in enumerate(answers) if text and len(text) > 8]
    chosen = dict(zip((filled[40], filled[90]), ANSWERS[language]["contact"], strict=True))
    return [text + chosen[i] if text and i in chosen else text for i, text in enumerate(answers)]


def _introduce(rng: np.random.Generator, text: str, theme: str, words: dict[str, Any]) -> str:
    """Put an opener before some answers, and before a few the denial of another theme."""
    if theme in NOT_DENIED_BEFORE or rng.random() > 0.06:
        return str(rng.choice(words["openers"])) + text
    return str(rng.choice(words["denials"])) + text


def _fill(rng: np.random.Generator, text: str, words: dict[str, Any]) -> str:
    return text.format_map(
        {
            "product": str(rng.choice(words["products"])),
            "days": int(rng.integers(5, 19)),
            "fee": f"{int(rng.integers(4, 10))}.95",
            "total": int(rng.integers(5, 15)) * 10,
        }
    )


def _as_written(rng: np.random.Generator, text: str, language: str) -> str:
    if language != "en":
        return text
    chance = rng.random()
    if chance < 0.30:
        return text.lower()
    if chance < 0.34:
        return text.upper()
    if chance < 0.41:
        return _with_typo(rng, text)
    return text


def _with_typo(rng: np.random.Generator, text: str) -> str:
    """Swap two neighbouring letters inside one longer word."""
    words = text.split(" ")
    longer = [i for i, word in enumerate(words) if word.isalpha() and len(word) > 5]
    if not longer:
        return text
    i = int(rng.choice(longer))
    at = int(rng.integers(1, len(words[i]) - 2))
    word = words[i]
    words[i] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)
