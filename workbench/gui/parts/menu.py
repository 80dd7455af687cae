"""Menus in the theme's look: rounded, with icons, and gone once they are closed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from workbench.gui.parts import look
from workbench.gui.theme import icons

_RADIUS = 8
_SHEET = """
QMenu {{ background: {ground}; border: 1px solid {edge}; border-radius: {radius}px;
  padding: {pad}px; font-size: {font}px; }}
QMenu::item {{ color: {text}; padding: {row}px {wide}px {row}px {row}px;
  border-radius: {small}px; margin: 0 1px; }}
QMenu::item:selected {{ background: {over}; }}
QMenu::item:disabled {{ color: {dim}; background: transparent; }}
QMenu::icon {{ padding-left: {icon}px; }}
QMenu::separator {{ height: 1px; background: {edge}; margin: {pad}px {row}px; }}
QMenu::right-arrow {{ width: {arrow}px; height: {arrow}px; right: {row}px; }}
"""


class Menu(QMenu):
    """A rounded menu, with or without a compositor, that goes away when it is closed."""

    def __init__(self, parent: QWidget, title: str = "") -> None:
        super().__init__(title, parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setFont(look.font("small"))
        self.setStyleSheet(_sheet())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cuts the corners off."""
        super().resizeEvent(event)
        path = QPainterPath()
        radius = look.px(_RADIUS)
        path.addRoundedRect(QRectF(self.rect()), radius, radius)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))


def _sheet() -> str:
    theme = look.theme()
    return _SHEET.format(
        ground=theme.color("surface-1").name(),
        edge=theme.color("border").name(),
        text=theme.color("text").name(),
        over=theme.color("surface-2").name(),
        dim=look.ink("subtle").name(),
        radius=look.px(_RADIUS),
        small=look.px(5),
        pad=look.px(4),
        row=look.px(6),
        wide=look.px(24),
        icon=look.px(6),
        arrow=look.px(8),
        font=look.px(12),
    )


def new_menu(parent: QWidget, title: str = "") -> Menu:
    """An empty menu that is deleted when it is closed."""
    menu = Menu(parent, title)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def add_icon(menu: QMenu, name: str, tone: str = "muted") -> None:
    """Gives the last entry of a menu an icon."""
    menu.actions()[-1].setIcon(icons.icon(name, look.ink(tone), look.px(15)))


def show_under(menu: QMenu, widget: QWidget) -> None:
    """Opens a menu under a widget."""
    menu.popup(widget.mapToGlobal(QPoint(0, widget.height() + look.px(4))))
