"""No hostile file may hang the reader: a test that takes too long fails and says so."""

from __future__ import annotations

import signal

import pytest

LIMIT = 20.0


@pytest.fixture(autouse=True)
def _no_hang():
    """Interrupt a test after the limit, on systems that have alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(_number, _frame):
        pytest.fail(f"the file was not read within {LIMIT:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
