"""Zooming enlarges panels and chrome alike, at once, and nothing in them is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.gui import magnifier
from workbench.gui.parts import look
from workbench.gui.window import SMALLEST, smallest

CODE = """
import json, sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from workbench.gui import app
from workbench.gui.parts import look
from workbench.gui.render import PanelView, SilentHost
from workbench.gui.settings import WindowSettings

start, settings = int(sys.argv[1]), Path(sys.argv[2])
application = app.make_application(start)
WindowSettings(settings).zoom = start
window = app.make_window(settings)
view = PanelView(SilentHost())
fields = [
    {"type": "Input", "props": {"label": f"Field {n}", "param_name": f"f{n}"}} for n in range(30)
]
view.set_tree({"type": "Stack", "props": {"children": fields}})
window.setCentralWidget(view)
window.setGeometry(10, 10, 1000, 600)
window.show()
view.settle()
application.processEvents()
field = view.findChildren(QLineEdit)[3]
field.setFocus()
QTest.keyClicks(field, "Ada")
field.setCursorPosition(1)
view.verticalScrollBar().setValue(120)
for percent in (start, 150, 80, 200, 100):
    look.zoom().set(percent)
    application.processEvents()
    view.settle()
    scale = window.devicePixelRatio()
    shown = view.grab()
    print(json.dumps({
        "percent": percent,
        "scale": scale,
        "size": [round(window.width() * scale), round(window.height() * scale)],
        "sharp": abs(shown.width() - view.width() * scale) < 1,
        "screen": round(application.primaryScreen().geometry().width() * scale),
        "chrome": look.px(20),
        "text": [field.text(), field.cursorPosition()],
        "same": view.findChildren(QLineEdit)[3] is field,
        "focus": QApplication.focusWidget() is field,
        "scroll": view.verticalScrollBar().value(),
    }))
"""
able = pytest.mark.skipif(magnifier.setter() is None, reason="this Qt has no such function")


@able
@pytest.mark.parametrize("start", [100, 125])
def test_a_step_enlarges_all_and_keeps_text_caret_focus_and_scroll(
    tmp_path: Path, start: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(start), str(tmp_path / "window.ini")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
    )
    steps = [json.loads(line) for line in done.stdout.splitlines()]
    assert [step["percent"] for step in steps] == [start, 150, 80, 200, 100]
    width, height = steps[0]["size"]
    for step in steps:
        assert step["scale"] == pytest.approx(step["percent"] / 100)
        assert step["size"] == pytest.approx([width, height], abs=4)
        assert step["screen"] == pytest.approx(steps[0]["screen"], abs=4)
        assert step["sharp"]
        assert step["chrome"] == 20
        assert step["text"] == ["Ada", 1]
        assert step["same"]
        assert step["focus"]
        assert step["scroll"] == 120


def test_where_qt_cannot_the_chrome_grows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(magnifier, "setter", lambda: None)
    zoom = look.Zoom()
    zoom.magnify = lambda ratio: magnifier.enlarge(ratio, 1.0)
    zoom.set(150)
    assert (zoom.percent, zoom.base) == (150, 100)


def test_qt_is_asked_for_what_is_missing_to_the_zoom() -> None:
    asked: list[float] = []

    def magnify(ratio: float) -> bool:
        asked.append(ratio)
        return True

    zoom = look.Zoom()
    zoom.magnify = magnify
    zoom.set(150)
    zoom.step(-1)
    zoom.set(125)
    assert asked == [pytest.approx(1.5), pytest.approx(125 / 150)]
    assert (zoom.percent, zoom.base) == (125, 125)


def test_a_large_zoom_does_not_ask_for_more_screen() -> None:
    assert smallest(100) == smallest(80) == SMALLEST
    assert smallest(200) * 2 == SMALLEST
