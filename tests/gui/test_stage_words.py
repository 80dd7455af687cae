"""What the stage writes in little room: panel headers and the chat's example."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from workbench.gui.chat.pane import first_sentence
from workbench.gui.stage.header import Header


def test_in_a_narrow_header_the_params_give_way_first(qtbot: QtBot) -> None:
    header = Header("app-window", "Case Details")
    qtbot.addWidget(header)
    header.show_answer("app-window", "Case Details", "dashboard · " + "x" * 200, 128.0)
    header.resize(320, 38)
    layout = header.layout()
    assert layout is not None
    layout.activate()
    assert header.title.width() >= header.title.sizeHint().width()
    assert header.time.width() >= header.time.sizeHint().width()
    assert 0 < header.params.width() < header.params.sizeHint().width()


@pytest.mark.parametrize(
    ("description", "example"),
    [
        ("Create a task.", "Create a task"),
        ("Look up DNS. IMPORTANT: use type=all.", "Look up DNS"),
        ("Line one\ngoes on. Then more.", "Line one goes on"),
        ("word " * 60, ("word " * 24).strip() + " …"),
    ],
)
def test_the_example_is_one_sentence(description: str, example: str) -> None:
    assert first_sentence(description) == example
