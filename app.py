"""The workbench as an ASGI app: its pages, its fonts, and a route that says when it is ready."""

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cx.charts.export import FONTS


async def ready(_request: Request) -> PlainTextResponse:
    """Answer as soon as the server takes requests."""
    return PlainTextResponse("ready")


app = st.App(
    "cx/ui/shell.py",
    routes=[Route("/ready", ready), Mount("/fonts", StaticFiles(directory=FONTS))],
)
