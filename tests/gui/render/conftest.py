"""A shown panel for every test of the renderer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench
from workbench.gui.theme import manager


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:
    """A panel 600 px wide in the light theme."""
    before = manager().current.name
    manager().use("light")
    made = Bench()
    yield made
    made.close()
    manager().use(before)
