"""Menu: a button that opens a list of commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.actions import fire
from workbench.gui.render.node import Node
from workbench.gui.render.overlays.menu_button import TRIGGER, MenuButton
from workbench.gui.render.overlays.menu_panel import WIDEST, MenuPanel, items_of
from workbench.gui.render.plain import label_of, mapping_of
from workbench.gui.render.popover import Popover
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.widget_view import WidgetView


@register("Menu")
class MenuView(WidgetView):
    """Only the text of `trigger` is used; its own action never runs (UI reference, Menu)."""

    role = "button"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.holder = QWidget(scope.surface)
        self.control = self.holder
        self.button = MenuButton(self.holder)
        self.button.when_clicked(self._toggle)
        self.panel = MenuPanel(self.holder)
        self.panel.hide()
        self.panel.chosen.connect(self._choose)
        self.popover: Popover | None = None
        self._read()

    def _read(self) -> None:
        trigger = mapping_of(self.node.get("trigger"))
        props = mapping_of(trigger.get("props")) or trigger
        names = ("label", "title", "content", "text")
        texts = (label_of(props.get(name)) for name in names if isinstance(props.get(name), str))
        self.button.show_text(next((text for text in texts if text), ""))
        self.items = items_of(self.node.get("items"))
        self.align = "start" if self.node.get("align") == "start" else "end"

    def changed(self, before: Node) -> None:
        """Follow a refreshed node; an open menu shows the new commands."""
        self._read()
        if self.popover is None:
            return
        self.popover.align = self.align
        if self.popover.isVisible():
            self.panel.show_items(self.items)
            self.popover.fit()

    def measure_natural(self) -> int:
        """The trigger."""
        return self.button.sizeHint().width()

    def measure_minimum(self) -> int:
        """A narrow trigger."""
        return self.button.minimumSizeHint().width()

    def measure_height(self, width: int) -> int:
        """One line."""
        return TRIGGER

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """The trigger keeps its own width, however wide its place is."""
        super().place(x, y, w, h)
        mirror.lay(self.button, 0, 0, min(self.button.sizeHint().width(), w), TRIGGER)

    def _toggle(self) -> None:
        if self.popover is not None and self.popover.isVisible():
            self.popover.close_panel()
            return
        if self.popover is None:
            self.popover = self._make_popover()
        self.panel.show_items(self.items)
        if self.button.key_focus:
            self.panel.move_by(1)
        self.button.lit = True
        self.popover.open()
        self.panel.setFocus(Qt.FocusReason.PopupFocusReason)

    def _make_popover(self) -> Popover:
        popover = Popover(
            self.button,
            self.panel,
            align=self.align,
            radius=12,
            token="surface-card",
            widest=WIDEST,
        )
        popover.closed.connect(self._closed)
        return popover

    def _closed(self) -> None:
        self.button.lit = False
        self.button.update()

    def _choose(self, number: int) -> None:
        action = self.items[number].action
        if self.popover is not None:
            self.popover.close_panel()
        if action is not None:
            fire(self.scope.actions, action)

    def restyle(self) -> None:
        """Repaint in the new colours."""
        self.button.update()
        self.panel.update()

    def dispose(self) -> None:
        """Take the menu along."""
        if self.popover is not None:
            self.popover.close_panel(refocus=False)
            self.popover.deleteLater()
        super().dispose()
