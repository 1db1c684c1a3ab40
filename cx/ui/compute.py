"""An analysis is run once for a dataset and its settings, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from cx.data.dataset import Dataset
from cx.wording import t

Answer = TypeVar("Answer")


def compute(analysis: Callable[..., Answer], dataset: Dataset, **settings: Any) -> Answer:
    """Return `analysis(dataset, **settings)`, from the cache where it was computed before.

    The key is the content of the dataset and the settings, so an answer never outlives its data.
    Answers are shared by everyone on this server; they are read, never changed.
    """
    key = (
        analysis.__module__,
        analysis.__qualname__,
        dataset.fingerprint,
        repr(sorted((name, _content(value)) for name, value in settings.items())),
    )
    with st.spinner(t("Working it out…"), show_time=True):
        answer: Answer = _cached(key, lambda: analysis(dataset, **settings))
    return answer


def _content(setting: Any) -> Any:
    """Return what a setting is known by: a further dataset by its content."""
    return setting.fingerprint if isinstance(setting, Dataset) else setting


@st.cache_resource(max_entries=128, show_spinner=False)
def _cached(key: tuple[str, ...], _run: Callable[[], Any]) -> Any:  # noqa: ARG001 – the cache reads it
    return _run()
