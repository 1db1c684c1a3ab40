"""The words inside an upload field."""

from __future__ import annotations

import streamlit as st

from cx.wording import t


def translate_uploader() -> None:
    """Put them into the language in use, on the whole page: the field has English ones only."""
    zone = '[data-testid="stFileUploaderDropzone'
    words = {
        f'{zone}"] button p': t("Choose a file"),
        f'{zone}Instructions"] span': t(
            "Up to {size:count} MB a file", size=st.get_option("server.maxUploadSize")
        ),
    }
    rules = "".join(
        f'{place} {{font-size: 0}} {place}::after {{content: "{text}"; font-size: 0.875rem}}'
        for place, text in words.items()
    )
    st.html(f"<style>{rules}</style>")
