"""A panel to try trees on, and a host that remembers what it was asked."""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui.render import PanelView
from workbench.gui.render.view import NodeView


class Host:
    """Remembers actions; answers with `error`, or waits for `gate` if one is set."""

    def __init__(self) -> None:
        self.actions: list[dict[str, Any]] = []
        self.opened: list[str] = []
        self.notices: list[str] = []
        self.questions: list[str] = []
        self.error: str | None = None
        self.answer = True
        self.gate: Any = None

    async def dispatch(self, action: dict[str, Any]) -> str | None:
        self.actions.append(action)
        if self.gate is not None:
            await self.gate.wait()
        return self.error

    async def confirm(self, message: str) -> bool:
        self.questions.append(message)
        return self.answer

    def open_url(self, url: str) -> None:
        self.opened.append(url)

    def notice(self, text: str) -> None:
        self.notices.append(text)


class Bench:
    """A shown panel and short ways to look into it."""

    def __init__(self, width: int = 600, height: int = 400) -> None:
        self.host = Host()
        self.panel = PanelView(self.host)
        self.failures: list[tuple[str, str]] = []
        self.panel.node_failed.connect(lambda kind, why: self.failures.append((kind, why)))
        self.panel.resize(width, height)
        self.panel.show()

    def show(self, tree: dict[str, Any] | None) -> None:
        self.panel.set_tree(tree)
        self.settle()

    def settle(self) -> None:
        self.panel.settle()
        if asyncio._get_running_loop() is None:  # inside a coroutine the loop does this
            QApplication.processEvents()

    def resize(self, width: int, height: int = 400) -> None:
        self.panel.resize(width, height)
        self.settle()

    def views(self, kind: str | None = None) -> list[NodeView]:
        found = list(self.panel.surface.views())
        return [view for view in found if kind is None or view.node.type == kind]

    def view(self, kind: str, index: int = 0) -> NodeView:
        return self.views(kind)[index]

    def spoken(self) -> list[str]:
        return [view.spoken() for view in self.views() if view.spoken()]

    def widget(self, name: str) -> QWidget:
        for widget in self.panel.findChildren(QWidget):
            if widget.accessibleName() == name and widget.isVisibleTo(self.panel):
                return widget
        raise AssertionError(f"no widget is called {name!r}")

    def click(self, name: str) -> None:
        QTest.mouseClick(self.widget(name), Qt.MouseButton.LeftButton)
        self.settle()

    def click_at(self, view: NodeView, dx: int = 3, dy: int = 3) -> None:
        """A click on whatever lies on top at a point of a view."""
        surface = view.scope.surface
        point = QPoint(view.x + dx, view.y + dy)
        target = surface.childAt(point) or surface
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(surface, point))
        self.settle()

    def key(self, key: Qt.Key) -> None:
        target = QApplication.focusWidget() or self.panel
        QTest.keyClick(target, key)
        self.settle()

    def close(self) -> None:
        self.panel.close()
        self.panel.deleteLater()


def text(content: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Text", "props": {"content": content}, **more}


def node(kind: str, **props: Any) -> dict[str, Any]:
    return {"type": kind, "props": props}


def stack(*children: Any, **props: Any) -> dict[str, Any]:
    return node("Stack", children=list(children), **props)


def call(function: str = "f", **params: Any) -> dict[str, Any]:
    return {"action": "call", "function": function, "params": params}
