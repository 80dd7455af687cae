"""The toolbar: menu, extensions, clock, who is signed in, network, profile, commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.actions import Actions
from workbench.gui.command_table import MENUS
from workbench.gui.keys import key_book
from workbench.gui.panes.instants import instants
from workbench.gui.parts import button, look, paint
from workbench.gui.parts.button import Button
from workbench.gui.parts.menu import Menu, new_menu, show_under
from workbench.gui.parts.painted import painted
from workbench.gui.parts.segmented import Segmented
from workbench.gui.parts.surface import Row
from workbench.gui.shell import TOOLBAR
from workbench.gui.statusbar import STATUS_TONES

if TYPE_CHECKING:
    from workbench.gui.session import Session

_CLOCK_MS = 200
_ROOMY, _SNUG, _TIGHT = 1240, 1120, 980
"""Window widths at 100 % under which the toolbar says less."""
_FEW_TABS = 240
"""Width of extension tabs that the other limits already allow for, px at 100 %."""
_MOST_TABS = 5
_PEOPLE = ("persona.", "beside.", "personas.")
"""Beginnings of the commands about people: signing in, looking at two, editing them."""

NETWORK_ICONS = {
    "mock": ("wifi-off", "Mock"),
    "offline": ("unplug", "Offline"),
    "live": ("globe", "Live"),
    "record": ("circle-dot", "Record"),
    "replay": ("history", "Replay"),
}


class ExtensionTab(Button):
    """An extension in the toolbar, with a dot for its state; middle click closes it."""

    close_asked = Signal()

    def __init__(self, app_id: str) -> None:
        super().__init__(app_id, height=27)
        self.tone = "subtle"

    def sizeHint(self) -> QSize:
        """Room for the dot."""
        return super().sizeHint() + QSize(look.px(15), 0)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Ground, dot and name."""
        theme = look.theme()
        rect = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            opacity = None if self.isChecked() else 0.6
            paint.rounded(painter, rect, look.px(6), theme.color("surface-2", opacity))
        paint.dot(painter, look.px(10), rect.center().y(), look.px(7), look.ink(self.tone))
        role = "ui-strong" if self.isChecked() else "ui-medium"
        ink = theme.color("text" if self.isChecked() or self.underMouse() else "text-muted")
        place = rect.adjusted(look.px(24), 0, -look.px(6), 0)
        paint.text(painter, place, self.text(), role, ink)
        if self.hasFocus() and self._keyboard:
            paint.focus_ring(painter, rect, look.px(6))

    def _role(self) -> str:
        return "ui-strong"

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Middle click closes."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self.close_asked.emit()
            return
        super().mouseReleaseEvent(event)


class Toolbar(Row):
    """Draws the session's choices; everything it starts is a command of the registry."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(gap=6, margins=(10, 0, 10, 0), parent=parent)
        self._session = session
        self._actions = actions
        self._tabs: dict[str, ExtensionTab] = {}
        self._room = _ROOMY
        self.logo = Button("Workbench", icon="hexagon", height=30)
        self.logo.strong = True
        self.logo.icon_tone = "primary"
        self.add_button = Button(icon="plus", height=27)
        self.add_button.setToolTip("Open an extension folder")
        self.more = Button("", height=27)
        self.clock = Segmented()
        self.time = Button("", variant=button.OUTLINE, height=28)
        self.persona = Button("", icon="user-round", variant=button.OUTLINE, height=28)
        self.network = Button("Mock", icon="wifi-off", variant=button.OUTLINE, height=28)
        self.profile = Button("seeds", icon="sliders-horizontal", variant=button.OUTLINE, height=28)
        self.search = Button(
            "",
            icon="search",
            second="Run a command",
            key="",
            variant=button.OUTLINE,
            height=28,
        )
        self._fill()
        self._connect()
        self._tick = QTimer(self)
        self._tick.setInterval(_CLOCK_MS)
        self._tick.timeout.connect(self.show_time)
        self.refresh()

    def _fill(self) -> None:
        self.clock.add("pause", icon="pause", tip="Pause the clock")
        self.clock.add("real", "1×", icon="play", tip="Real time")
        self.clock.add("fast", "60×", tip="Sixty times faster")
        self.clock.add("next", "next", icon="skip-forward", tip="Jump to the next timer")
        self.logo.setToolTip("Menu of all commands")
        self.search.setToolTip("Run a command")
        self.more.setToolTip("More extensions")
        self.time.setToolTip("Virtual time; click to jump ahead")
        self.persona.setToolTip("Who is signed in")
        self.network.setToolTip("Where ctx.http goes")
        self.profile.setToolTip("How the platform behaves where public documents disagree")
        self.search.minimum = 180
        self.time.mono = True
        self.add(self.logo)
        self.layout_.addSpacing(4)
        self.layout_.addWidget(self.more)
        self.add(self.add_button)
        self.layout_.addStretch(1)
        self.add(self.clock, self.time)
        self.layout_.addStretch(1)
        self.add(self.persona, self.network, self.profile, self.search)

    def _connect(self) -> None:
        run = self._actions.run
        self.logo.clicked.connect(self._main_menu)
        self.add_button.clicked.connect(self._add_menu)
        self.more.clicked.connect(self._more_menu)
        self.clock.picked.connect(lambda key: run(f"clock.{key}"))
        self.time.clicked.connect(lambda: self._group_menu(self.time, "Clock"))
        self.persona.clicked.connect(lambda: self._prefix_menu(self.persona, *_PEOPLE))
        self.network.clicked.connect(lambda: self._group_menu(self.network, "Network"))
        self.profile.clicked.connect(lambda: self._prefix_menu(self.profile, "profile."))
        self.search.clicked.connect(lambda: run("view.palette"))
        session = self._session
        session.kernel_changed.connect(self.refresh)
        session.extensions_changed.connect(self._extensions_changed)
        session.current_changed.connect(self.refresh)
        session.people_changed.connect(self.refresh)
        key_book().changed.connect(self._keys_changed)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        self.setFixedHeight(look.px(TOOLBAR))
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The ground with a hairline below."""
        theme = look.theme()
        painter.fillRect(self.rect(), look.ground())
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border-card"))

    # -- what it shows

    def refresh(self) -> None:
        """Shows the session's state."""
        self._show_extensions()
        kernel = self._session.kernel
        for part in (self.clock, self.time, self.persona, self.network, self.profile):
            part.setEnabled(kernel is not None)
        if kernel is None:
            self._tick.stop()
            self.time.show_text("––:––:––")
            self.persona.show_text("…")
            return
        person = kernel.personas.current
        second = f"{person.tenant_id} · {person.role}" if self._room >= _SNUG else ""
        self.persona.show_text(person.name or person.imperal_id, second)
        mode = str(kernel.options.http)
        icon, text = NETWORK_ICONS.get(mode, ("wifi-off", mode))
        self.network.show_icon(icon, "warning" if mode in ("live", "record") else "")
        self.network.show_text(text)
        self.profile.show_text(str(kernel.options.profile))
        self._tick.start()
        self.show_time()

    def show_time(self) -> None:
        """Shows virtual time and how it flows."""
        kernel = self._session.kernel
        if kernel is None:
            return
        now, wide = kernel.clock.now(), self._room >= _SNUG
        text = instants().dated(now) if wide else instants().exact(now)[:8]
        self.time.show_text(text, instants().zone(now))
        mode = kernel.clock.mode
        self.clock.choose({"paused": "pause", "accelerated": "fast"}.get(mode, "real"))

    def _show_extensions(self) -> None:
        extensions = {e.app_id: e for e in self._session.extensions()}
        for gone in [app_id for app_id in self._tabs if app_id not in extensions]:
            tab = self._tabs.pop(gone)
            self.layout_.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        for place, (app_id, extension) in enumerate(extensions.items()):
            tab = self._tabs.get(app_id) or self._make_tab(app_id, place)
            tab.tone = STATUS_TONES.get(extension.status, "subtle")
            tab.setChecked(app_id == self._session.current)
            tab.setToolTip(f"{extension.root}\n{extension.status}")
            tab.setVisible(place < _MOST_TABS or app_id == self._session.current)
            tab.update()
        hidden = sum(not tab.isVisibleTo(self) for tab in self._tabs.values())
        self.more.show_text(f"+{hidden}")
        self.more.setVisible(hidden > 0)

    def _make_tab(self, app_id: str, place: int) -> ExtensionTab:
        tab = ExtensionTab(app_id)
        tab.setCheckable(True)
        tab.clicked.connect(lambda: self._session.show_extension(app_id))
        tab.clicked.connect(self.refresh)
        tab.close_asked.connect(
            lambda: self._session.tasks.spawn(self._session.folders.close(app_id), "close")
        )
        self._tabs[app_id] = tab
        self.layout_.insertWidget(2 + place, tab)
        return tab

    def fit(self, width: int) -> None:
        """Drops the dimmer words, and then more, when the window is narrow or much is open."""
        room = width * look.zoom().base // look.zoom().percent
        tabs = sum(tab.sizeHint().width() for tab in self._tabs.values() if not tab.isHidden())
        room -= max(0, tabs * look.zoom().base // look.zoom().percent - _FEW_TABS)
        self._room = room
        self.search.second = "Run a command" if room >= _ROOMY else ""
        self.search.minimum = 180 if room >= _ROOMY else 0
        self.search.key = key_book().shown("view.palette") if room >= _TIGHT else ""
        self.logo.setText("Workbench" if room >= _TIGHT else "")
        for part in (self.search, self.logo):
            part.restyle()
        self.refresh()

    def _keys_changed(self) -> None:
        self.fit(self.window().width())

    def _extensions_changed(self) -> None:
        self._show_extensions()
        self.fit(self.window().width())

    # -- menus

    def _main_menu(self) -> None:
        menu = new_menu(self)
        for name in MENUS:
            commands = [c for c in self._actions.registry if c.menu == name]
            if commands:
                menu.addMenu(self._actions.fill(Menu(menu, name), commands))
        show_under(menu, self.logo)

    def _group_menu(self, under: QWidget, name: str) -> None:
        commands = [c for c in self._actions.registry if c.menu == name]
        show_under(self._actions.fill(new_menu(self), commands), under)

    def _prefix_menu(self, under: QWidget, *prefixes: str) -> None:
        registry = self._actions.registry
        commands = [c for prefix in prefixes for c in registry if c.id.startswith(prefix)]
        show_under(self._actions.fill(new_menu(self), commands), under)

    def _add_menu(self) -> None:
        commands = [self._actions.registry.get("file.open_folder")]
        commands += [c for c in self._actions.registry if c.id.startswith("recent.")]
        if len(commands) == 1:
            self._actions.run("file.open_folder")
            return
        show_under(self._actions.fill(new_menu(self), commands), self.add_button)

    def _more_menu(self) -> None:
        menu = new_menu(self)
        for app_id in self._tabs:
            entry = menu.addAction(app_id)
            entry.triggered.connect(partial(self._show_extension, app_id))
        show_under(menu, self.more)

    def _show_extension(self, app_id: str, _checked: bool = False) -> None:
        self._session.show_extension(app_id)
