"""The sheet that starts an extension: a name, a folder, a template."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.parts import button
from workbench.gui.parts.button import Button
from workbench.gui.parts.field import Field
from workbench.gui.parts.overlay import Overlay
from workbench.gui.parts.segmented import Segmented
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph

TEMPLATES: Final = {
    "chat": "Panel and chat",
    "tool": "One tool",
}
_SIDE: Final = 20


class NewExtension(Overlay):
    """Asks what a new extension is called and where its folder goes.

    `chosen` carries the folder to make and the template. What cannot be made is said while typing,
    and `Create` stays out of reach.
    """

    chosen = Signal(object, str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width=480, top=0.2)
        self._parent_folder = Path.home()
        self._template = next(iter(TEMPLATES))
        self.name = Field("my-extension", icon="package-plus", height=34)
        self.name.setAccessibleName("Name of the extension")
        self.folder = Button("", icon="folder", variant=button.SECONDARY, height=34)
        self.templates = Segmented()
        for key, title in TEMPLATES.items():
            self.templates.add(key, title, tip=title)
        self.says = Paragraph("", "small", "muted")
        self.create_button = Button("Create", variant=button.PRIMARY, height=30)
        self.cancel = Button("Cancel", variant=button.SECONDARY, height=30)
        self._build()
        self.name.textChanged.connect(self._judge)
        self.folder.clicked.connect(self._ask_folder)
        self.templates.picked.connect(self._use_template)
        self.create_button.clicked.connect(self._create)
        self.cancel.clicked.connect(self.close_layer)
        self.setAccessibleName("New extension")

    def _build(self) -> None:
        title = Row(margins=(_SIDE, 18, _SIDE, 0))
        title.add(Line("New extension", "heading", stretch=True))
        self.sheet.body.addWidget(title)
        for label, widget in (
            ("Name, which is also its app id", self.name),
            ("In the folder", self.folder),
            ("It begins with", self.templates),
        ):
            head = Row(margins=(_SIDE, 14, _SIDE, 4))
            head.add(Line(label, "small-medium", "muted", stretch=True))
            line = Row(margins=(_SIDE, 0, _SIDE, 0))
            line.add(widget)
            if widget is not self.name:
                line.layout_.addStretch()
            self.sheet.body.addWidget(head)
            self.sheet.body.addWidget(line)
        says = Row(margins=(_SIDE, 12, _SIDE, 0))
        says.add(self.says)
        foot = Row(gap=8, margins=(_SIDE, 14, _SIDE, 18))
        foot.layout_.addStretch()
        foot.add(self.cancel, self.create_button)
        self.sheet.body.addWidget(says)
        self.sheet.body.addWidget(foot)

    def ask(self, parent_folder: Path) -> None:
        """Shows the sheet; new folders go into `parent_folder` unless another one is chosen."""
        self._use_folder(parent_folder)
        self._use_template(self._template)
        self.name.clear()
        self.open()
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def target(self) -> Path:
        """The folder that would be made."""
        return self._parent_folder / self.name.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return creates, unless a button has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name.hasFocus():
            self._create()
            event.accept()
            return
        super().keyPressEvent(event)

    def _judge(self) -> None:
        from workbench.kernel.authoring import folder_fault

        fault = folder_fault(self.target) if self.name.text().strip() else None
        if fault is not None:
            self.says.set_text(fault, "danger")
        else:
            self.says.set_text("It loads, validates and shows its panel at once.", "muted")
        self.create_button.setEnabled(fault is None and bool(self.name.text().strip()))

    def _use_folder(self, folder: Path) -> None:
        self._parent_folder = folder
        self.folder.setText(str(folder))
        self.folder.setAccessibleName(f"In the folder {folder}")
        self._judge()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self.window(), "Where the new folder goes", str(self._parent_folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self._use_folder(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _use_template(self, key: str) -> None:
        self._template = key
        self.templates.choose(key)

    def _create(self) -> None:
        if self.create_button.isEnabled():
            self.close_layer()
            self.chosen.emit(self.target, self._template)
