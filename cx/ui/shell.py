"""The frame around every page: language, menu, title, and a net for what goes wrong."""

from pathlib import Path

import streamlit as st

from cx.errors import CxError
from cx.ui import guard, navigation, state
from cx.wording import t

st.set_page_config(
    page_title="CX", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide"
)
state.choose_language()
page = navigation.build()
with st.sidebar:
    state.language_switch()
    st.caption(t("Nothing leaves this computer."))
with st.container(width=920):
    st.title(navigation.question_of(navigation.name_of(page)), anchor=False)
    try:
        page.run()
    except CxError as error:
        guard.refuse(error)
    except Exception as error:  # noqa: BLE001 – no traceback ever reaches a person
        guard.apologise(error)
