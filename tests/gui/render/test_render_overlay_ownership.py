"""A dialog that comes and goes takes nothing with it that is not its own."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from tests.gui.render.bench import Bench, node, stack


def test_widgets_beside_the_panel_outlive_a_dialog(bench: Bench) -> None:
    window = QWidget()
    before, after = QPlainTextEdit("before", window), QPlainTextEdit("after", window)
    bench.panel.setParent(window)
    for top, widget in ((0, before), (200, bench.panel), (700, after)):
        widget.setGeometry(0, top, 600, 450)
    kept = [
        part for area in (before, after) for part in (area.verticalScrollBar(), area.viewport())
    ]
    window.resize(600, 1200)
    window.show()
    bench.panel.show()
    for _ in range(3):
        bench.show(stack(node("Dialog", title="T", content=node("Input", label="Reason"))))
        bench.show(stack(node("Text", content="gone")))
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    assert all(shiboken6.isValid(part) for part in kept)
    assert [area.verticalScrollBar() for area in (before, after)] == [kept[0], kept[2]]
    window.close()
    window.deleteLater()
