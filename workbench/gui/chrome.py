"""What stands in the window: toolbar, stage, panes and status line around one session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from workbench.gui import source
from workbench.gui.actions import Actions
from workbench.gui.bindings.every import EVERY
from workbench.gui.bindings.records import Records
from workbench.gui.command_table import COMMANDS
from workbench.gui.commands import Registry
from workbench.gui.foot import Foot
from workbench.gui.keys import key_book
from workbench.gui.panes.arrangement import VERSION, Arrangement
from workbench.gui.panes.catalogue import PANES
from workbench.gui.panes.deck import Deck
from workbench.gui.parts import look
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Surface
from workbench.gui.parts.toast import Toasts
from workbench.gui.place_keeper import PlaceKeeper
from workbench.gui.session import Session
from workbench.gui.shell import panes_height
from workbench.gui.stage.pair import Pair
from workbench.gui.stage.stage import Stage
from workbench.gui.statusbar import StatusBar
from workbench.gui.tasks import Tasks
from workbench.gui.theme import manager, system_theme
from workbench.gui.toolbar import Toolbar
from workbench.gui.watchdog import Watchdog
from workbench.gui.window import MainWindow

if TYPE_CHECKING:
    from workbench.gui.palette import Palette
    from workbench.gui.shortcut_sheet import ShortcutSheet
    from workbench.kernel.errors import ErrorReport

_FREE = 16_777_215
_SETTLE_MS = 300


class Chrome(QObject):
    """Puts the parts together and answers what commands ask of the window as a whole."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.settings = window.settings
        self.theme_choice = window.settings.theme
        self.tasks = Tasks(self._task_failed)
        self.watchdog = Watchdog(self)
        self.session = Session(self.tasks, self)
        self.registry = Registry(COMMANDS)
        self.registry.choose_keys(self.settings.keys)
        key_book().read(self.registry)
        self._unlisten = self.registry.listen(lambda: key_book().read(self.registry))
        self.actions = Actions(self.registry, window, self.tasks)
        self.toolbar = Toolbar(self.session, self.actions)
        self.stage = Stage(self.session)
        self.deck = Deck(window, self.session, PANES)
        self.status = StatusBar(self.session, self.watchdog)
        self.toasts = Toasts(window)
        self.keeper = PlaceKeeper(self.session, self.stage, self)
        self.palette_layer: Palette | None = None
        self.sheet_layer: ShortcutSheet | None = None
        self._panes_height = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._keep_layout)
        self._build()
        self.bindings = [binding(self) for binding in EVERY]
        self._connect()
        self._restore()

    def _build(self) -> None:
        self.splitter = Splitter(Qt.Orientation.Vertical)
        self.pair = Pair(self.session, self.stage)
        self.splitter.addWidget(self.pair)
        self.splitter.addWidget(self.deck)
        self.splitter.setStretchFactor(0, 1)
        ground = Surface()
        # What a panel opens over itself leaves the docks, the toolbar and the status line free.
        ground.setProperty("overlay_host", True)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        # Docks stand between the two lines, which go from edge to edge of the window.
        self.window.setMenuWidget(self.toolbar)
        self.window.setCentralWidget(ground)
        self.window.setStatusBar(Foot(self.status))

    def _connect(self) -> None:
        self.window.resized.connect(self._resized)
        self.window.dropped.connect(self._dropped)
        self.window.closing.connect(self._closing)
        self.session.notice.connect(self.toasts.show)
        self.session.current_changed.connect(self._name_window)
        self.session.extensions_changed.connect(self._name_window)
        self.session.kernel_changed.connect(self._name_window)
        self.session.problem.connect(self._announce_failure)
        self.deck.changed.connect(self._fit_deck)
        self.deck.changed.connect(self._settle.start)
        self.deck.arranged.connect(self._settle.start)
        self.splitter.splitterMoved.connect(lambda *_: self._settle.start())
        self.stage.source_asked.connect(self.open_source)
        self.pair.source_asked.connect(self.open_source)
        self.deck.link.source_asked.connect(self.open_source)
        self.deck.link.turn_asked.connect(self.show_turn)
        self.status.source_asked.connect(self.open_source)
        look.zoom().changed.connect(self._zoomed)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._desktop_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._desktop_changed)

    # -- what commands ask

    def arrange_panes(self) -> None:
        """Puts the panes where they were; called once, after the first frame."""
        wanted = Arrangement.from_text(self.settings.arrangement)
        self.deck.arrange(wanted, self.settings.docks)

    def open_palette(self) -> None:
        """Shows the command palette."""
        if self.palette_layer is None:
            from workbench.gui.palette import Palette

            self.palette_layer = Palette(self.actions, self.window)
        self.actions.sync()
        self.palette_layer.open()

    def open_shortcuts(self) -> None:
        """Shows the sheet of keys."""
        if self.sheet_layer is None:
            from workbench.gui.shortcut_sheet import ShortcutSheet

            self.sheet_layer = ShortcutSheet(self.registry, self.window)
            self.sheet_layer.changed.connect(self._keep_keys)
        self.sheet_layer.open()

    def _keep_keys(self) -> None:
        self.settings.keys = self.registry.chosen_keys()
        self.settings.save()

    async def go_to_record(self, text: str) -> str:
        """Shows the record a link, id or number leads to; what is wrong with it, or nothing."""
        records = next(binding for binding in self.bindings if isinstance(binding, Records))
        return await records.go_to(text)

    def open_source(self, file: str, line: int) -> None:
        """Opens a source line in an editor and says so."""
        self.toasts.show(source.open_line(file, line), icon="external-link")

    def show_turn(self, turn_id: str) -> None:
        """Scrolls the chat to a turn that is drawn in it."""
        for chat in self.pair.chats():
            for view in chat.turn_views():
                if view.turn_id == turn_id:
                    chat.transcript.ensureWidgetVisible(view)

    def choose_folder(self) -> None:
        """Asks for an extension folder without blocking."""
        dialog = QFileDialog(self.window, "Open an extension folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        recent = self.settings.recent
        if recent:
            dialog.setDirectory(str(recent[0].parent))
        dialog.fileSelected.connect(lambda path: self.open_folder(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_folder(self, root: Path) -> None:
        """Opens an extension folder."""
        self.tasks.spawn(self.session.folders.open(root), f"open {root.name}")

    def use_theme(self, choice: str) -> None:
        """Chooses a theme, or what the system says."""
        self.theme_choice = choice
        self.settings.theme = choice
        name = choice if choice != "system" else system_theme()
        if manager().current.name != name:
            manager().use(name)
        self.registry.changed()

    def zoom(self, direction: int) -> None:
        """One step larger (+1), smaller (-1), or back to 100 % (0)."""
        if direction:
            look.zoom().step(direction)
        else:
            look.zoom().set(100)
        zoom = look.zoom()
        self.settings.zoom = zoom.percent
        later = "" if zoom.percent == zoom.base else "; panels follow at the next start"
        self.toasts.show(f"Zoom {zoom.percent} %{later}", icon="zoom-in", topic="zoom")

    def _desktop_changed(self) -> None:
        """The desktop went from light to dark, to high contrast, or back."""
        if self.theme_choice == "system":
            self.use_theme("system")

    # -- following the session

    def _name_window(self) -> None:
        extension = self.session.extension()
        name = extension.declarations.get("display_name") if extension is not None else ""
        past = self.session.past()
        if past is not None:
            name = f"{past.stem} (earlier session)"
        title = f"{name} — Imperal Workbench" if name else "Imperal Workbench"
        self.window.setWindowTitle(title)

    def _announce_failure(self, subject: str, report: ErrorReport | None) -> None:
        """A folder that never loaded has no banner of its own while another one is in view."""
        loaded = {extension.app_id for extension in self.session.extensions()}
        if report is not None and subject not in loaded and self.session.current is not None:
            self.toasts.show(f"{Path(subject).name}: {report.message}", "danger", "circle-x")

    def _task_failed(self, error: BaseException) -> None:
        """A fault of ours in a background task: told, and logged with its stack."""
        import logging

        logging.getLogger(__name__).error("a task of the window failed", exc_info=error)
        self.toasts.show(f"{type(error).__name__}: {error}", "danger", "bug")

    # -- geometry

    def _restore(self) -> None:
        self.stage.widths = self.settings.columns
        pane = self.settings.pane
        self.deck.promise(pane if pane in self.deck.specs else "trace")
        self.deck.set_open(self.settings.panes_open)
        room = self.window.height() - self.toolbar.height() - self.status.height()
        self._panes_height = panes_height(room, self.settings.split)
        self._fit_deck()
        self.splitter.setSizes([room - self._panes_height, self._panes_height])
        self._resized()

    def _zoomed(self) -> None:
        self._fit_deck()
        self._resized()

    def _resized(self) -> None:
        self.toolbar.fit(self.window.width())

    def _fit_deck(self) -> None:
        """Gives the panes their height, or only the strip's when they are closed."""
        strip = self.deck.strip.height()
        sizes = self.splitter.sizes()
        was_open = self.deck.maximumHeight() == _FREE
        if not self.deck.open:
            if was_open and len(sizes) == 2 and sizes[1] > strip:
                self._panes_height = sizes[1]
            self.deck.setMinimumHeight(strip)
            self.deck.setMaximumHeight(strip)
            self.splitter.setSizes([max(1, sum(sizes) - strip), strip])
            return
        self.deck.setMaximumHeight(_FREE)
        self.deck.setMinimumHeight(look.px(130))
        if not was_open:
            self.splitter.setSizes([sum(sizes) - self._panes_height, self._panes_height])

    # -- dropping and ending

    def _dropped(self, roots: list[Path]) -> None:
        for root in roots:
            self.open_folder(root)

    def _keep_layout(self) -> None:
        """Remembers what is in view where, soon after it changed: a crash asks nobody."""
        sizes = self.splitter.sizes()
        if self.deck.open and len(sizes) == 2:
            self.settings.split = sizes
        self.settings.columns = self.stage.widths
        self.settings.pane = self.deck.current
        self.settings.panes_open = self.deck.open
        self.settings.arrangement = self.deck.arrangement().as_text()
        self.settings.docks = self.window.saveState(VERSION)
        self.settings.save()

    def _closing(self) -> None:
        self._keep_layout()
        self._settle.timeout.disconnect(self._keep_layout)
        self._settle.stop()
        self.watchdog.stop()
        self._unlisten()
        self.actions.close()
