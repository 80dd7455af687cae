"""BulkUpload: hundreds of files, streamed one by one to an endpoint."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render.actions import spawn
from workbench.gui.render.brushwork import RIGHT, box, glyph, line, theme
from workbench.gui.render.clickables import TextButton
from workbench.gui.render.column_box import ColumnBox, FlowBox
from workbench.gui.render.field_note import FieldNote
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import flag_of, text_of, whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.uploads.bulk_queue import BulkQueue, Sending, Uploader, measured
from workbench.gui.render.uploads.dialogs import ask_for_files, ask_for_folder
from workbench.gui.render.uploads.rules import size_text, upload_rules
from workbench.gui.render.uploads.zone import DropZone
from workbench.gui.render.widget_view import WidgetView

_ROW = 24
_SIDE, _ICON_ROOM = 12, 56
_MOST_LINES = 200
_MOST_FILES = 20_000
_SHOW_MS = 33
_BLOCKED = "Nothing is sent: this is a picture of a panel."
_NO_ENDPOINT = "Nothing is sent: the node has no endpoint. Give it one."
_LOOKS = {
    "waiting": ("clock", "text-subtle"),
    "sending": ("loader-circle", "primary"),
    "done": ("circle-check", "success"),
    "failed": ("circle-x", "danger"),
}


class BulkZone(DropZone):
    """A plainer zone: the icon has no disc."""

    def heightForWidth(self, width: int) -> int:
        """Icon, texts and padding."""
        title, hint = self._blocks()
        inner = max(width - 2 * _SIDE, 1)
        return _ICON_ROOM + title.height(inner) + 2 + hint.height(inner) + 22

    def _blocks(self) -> tuple[TextBlock, TextBlock]:
        return TextBlock(theme(), self._title, "body"), TextBlock(theme(), self._hint, "caption")

    def _content(self, painter: QPainter, lit: bool) -> None:
        shown, (title, hint) = theme(), self._blocks()
        inner, middle = max(self.width() - 2 * _SIDE, 1), Qt.AlignmentFlag.AlignHCenter
        glyph(painter, "upload", QPointF(self.width() / 2, 36), 28, shown.color("text-muted"))
        title.paint(painter, _SIDE, _ICON_ROOM, inner, shown.color("text"), middle)
        below = _ICON_ROOM + title.height(inner) + 2
        hint.paint(painter, _SIDE, below, inner, shown.color("text-muted"), middle)


class BulkList(QWidget):
    """The overall bar and, while there are not too many, a line per file."""

    def __init__(self, queue: BulkQueue) -> None:
        super().__init__()
        self._queue = queue
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def _listed(self) -> list[Sending]:
        files = self._queue.files
        return files if len(files) <= _MOST_LINES else []

    def sizeHint(self) -> QSize:
        """Bar, counts and lines."""
        return QSize(240, 36 + _ROW * len(self._listed))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """All of it."""
        shown, files = theme(), self._queue.files
        done, failed = self._queue.count("done"), self._queue.count("failed")
        track = QRectF(0, 4, self.width(), 6)
        box(painter, track, 3, fill=shown.color("progress-track"))
        if files and done:
            track.setWidth(track.width() * done / len(files))
            box(painter, track, 3, fill=shown.color("success"))
        total = size_text(sum(file.size for file in files))
        text = f"{done} of {len(files)} sent · {total}" + (f" · {failed} failed" if failed else "")
        area = QRectF(0, 14, self.width(), 18)
        line(painter, area, text, "caption", shown.color("text-muted"))
        self.setAccessibleName(text)
        for number, file in enumerate(self._listed):
            self._draw(painter, QRectF(0, 36 + number * _ROW, self.width(), _ROW), file)

    def _draw(self, painter: QPainter, rect: QRectF, file: Sending) -> None:
        shown = theme()
        icon, token = _LOOKS[file.state]
        glyph(painter, icon, QPointF(10, rect.center().y()), 14, shown.color(token))
        right = file.error or size_text(file.size)
        ink = shown.ink("danger" if file.error else "text-muted")
        width = line(
            painter, rect.adjusted(rect.width() / 2, 0, -4, 0), right, "caption", ink, RIGHT
        )
        area = rect.adjusted(26, 0, -width - 16, 0)
        line(painter, area, file.path.name, "caption", shown.color("text"))


@register("BulkUpload")
class BulkUploadView(WidgetView):
    """A BulkUpload node. Files are sent only by a host that offers `Uploader`."""

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.column = ColumnBox(scope.surface)
        self.control = self.column
        self.queue = BulkQueue(self._show_soon)
        self._soon = QTimer(self.column)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SHOW_MS)
        self._soon.timeout.connect(self._show)
        self.zone = BulkZone()
        self.zone.show_texts(
            "Drop files or click to add — hundreds or thousands at once",
            "Each file streams directly; no per-batch size limit",
            "default",
        )
        self.buttons = FlowBox(gap=8)
        self.upload = TextButton("Upload", "primary", icon="upload", height=32)
        self.folder = TextButton("Add folder", "secondary", icon="folder-plus", height=32)
        self.again = TextButton("Retry failed", "secondary", icon="rotate-cw", height=32)
        self.clear = TextButton("Clear", "plain", icon="x", height=32)
        for button in (self.upload, self.folder, self.again, self.clear):
            button.setParent(self.buttons)
            self.buttons.parts.append(button)
        self.note = FieldNote()
        self.list = BulkList(self.queue)
        for part in (self.zone, self.buttons, self.note, self.list):
            self.column.add(part, above=12)
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.zone.when_clicked(self._browse)
        self.zone.dropped.connect(self.take)
        self.folder.when_clicked(lambda: ask_for_folder(self.zone, lambda path: self.take([path])))
        self.upload.when_clicked(self._start)
        self.again.when_clicked(self._retry)
        self.clear.when_clicked(self._clear)

    def changed(self, before: Node) -> None:
        """Follow a refreshed node."""
        if self.node.renewed(before):
            self.queue.clear()
        self._show()

    @property
    def _endpoint(self) -> str:
        return text_of(self.node.get("endpoint"))

    def _browse(self) -> None:
        rules = upload_rules(self.node.props)
        ask_for_files(self.zone, self.take, many=True, name_filter=rules.name_filter)

    def take(self, paths: list[Path]) -> None:
        """Add files, and the files inside folders; what `accept` excludes is left out."""
        spawn(self._take(paths))

    async def _take(self, paths: list[Path]) -> None:
        rules = upload_rules(self.node.props)
        folders = flag_of(self.node.get("allow_folders"), True)
        room = max(_MOST_FILES - len(self.queue.files), 0)
        found = await _aside(lambda: _files(paths, folders, rules.accepts, room))
        if not self.ended:
            self.queue.add(found)
            self._show()

    def _start(self) -> None:
        host = self.scope.actions
        if isinstance(host, Uploader):
            at_once = whole_of(self.node.get("concurrency"), 6, low=1, high=12)
            spawn(self.queue.run(host, self._endpoint, at_once))

    def _retry(self) -> None:
        self.queue.retry()
        self._start()

    def _clear(self) -> None:
        self.queue.clear()
        self._show()

    def _show_soon(self) -> None:
        """Files change faster than anybody could see."""
        if not self._soon.isActive():
            self._soon.start()

    def dispose(self) -> None:
        """What is on its way ends unseen."""
        self.queue.end()
        super().dispose()

    def _show(self) -> None:
        queue = self.queue
        can_send = isinstance(self.scope.actions, Uploader) and bool(self._endpoint)
        waiting = queue.count("waiting")
        self.upload.setEnabled(can_send and waiting > 0 and not queue.busy)
        self.folder.setVisible(flag_of(self.node.get("allow_folders"), True))
        self.again.setVisible(queue.count("failed") > 0 and can_send)
        self.clear.setVisible(bool(queue.files))
        blocked = bool(queue.files) and not can_send
        why = _BLOCKED if self._endpoint else _NO_ENDPOINT
        self.note.show_note(why if blocked else "", bad=False)
        self.list.setVisible(bool(queue.files))
        self.list.updateGeometry()
        self.list.update()
        self.buttons.relayout()
        self.column.relayout()
        self.invalidate()


T = TypeVar("T")


async def _aside(work: Callable[[], T]) -> T:
    """Do what waits for the disk on another thread, where there is a loop to come back to."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    return await asyncio.to_thread(work)


def _files(
    paths: list[Path], folders: bool, accepts: Callable[[str], bool], most: int
) -> list[Sending]:
    """Files that may be sent, as far as there is room for them."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(_inside(path) if folders else [])
        else:
            found.append(path)
    return [measured(path) for path in found if accepts(path.name)][:most]


def _inside(folder: Path) -> list[Path]:
    """The files in a folder and below, at most as many as a queue holds."""
    found: list[Path] = []
    for root, _, names in os.walk(folder):
        found.extend(Path(root) / name for name in sorted(names))
        if len(found) > _MOST_FILES:
            break
    return found[:_MOST_FILES]
