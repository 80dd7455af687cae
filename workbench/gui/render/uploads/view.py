"""FileUpload: files chosen or dropped, read, and handed to an action."""

from __future__ import annotations

import itertools
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImageReader, QPixmap

from workbench.gui.render.actions import fire
from workbench.gui.render.column_box import ColumnBox
from workbench.gui.render.field_note import FieldNote
from workbench.gui.render.node import Node
from workbench.gui.render.plain import action_of, mapping_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.uploads.bulk import BulkUploadView
from workbench.gui.render.uploads.dialogs import ask_for_files
from workbench.gui.render.uploads.reader import FileReader
from workbench.gui.render.uploads.rules import mime_of, upload_rules
from workbench.gui.render.uploads.zone import STATUSES, DropZone, FileLine, FileRow, FilesFooter
from workbench.gui.render.widget_view import WidgetView

_numbers = itertools.count(1)
_MOST_ROWS = 200

__all__ = ["BulkUploadView", "FileUploadView"]


@register("FileUpload")
class FileUploadView(WidgetView):
    """A FileUpload node. What was read goes out by itself as soon as all of it is read.

    The action gets ``{param_name: [{client_id, name, size, mime_type, data_base64}]}``; the prop
    `statuses` answers per client_id. It takes no part in Forms.
    """

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.column = ColumnBox(scope.surface, (0, 0, 0, 8))
        self.control = self.column
        self.zone = DropZone()
        self.notice = FieldNote()
        self.rows_box = ColumnBox()
        self.footer = FilesFooter()
        for part in (self.zone, self.notice, self.rows_box, self.footer):
            self.column.add(part, above=6)
        self.rows: list[FileRow] = []
        self._contents: dict[str, str] = {}
        self._reader = FileReader(self.column, self._progress, self._was_read)
        self.zone.when_clicked(self._browse)
        self.zone.dropped.connect(self.take)
        self.footer.clear.when_clicked(self._clear)
        self._read()
        self._show_rows()

    def _read(self) -> None:
        self.rules = upload_rules(self.node.props)
        self.zone.show_texts(self.rules.title, self.rules.hint, self.rules.variant)
        statuses = mapping_of(self.node.get("statuses"))
        for row in self.rows:
            answer = mapping_of(statuses.get(row.client_id))
            status = text_of(answer.get("status"))
            if status in STATUSES:
                row.status = status
                row.error = text_of(answer.get("error"))

    def changed(self, before: Node) -> None:
        """Follow a refreshed node; a new identity starts with no files."""
        if self.node.renewed(before):
            self._clear()
        self._read()
        self._show_rows()

    def _browse(self) -> None:
        many = self.rules.multiple
        ask_for_files(self.zone, self.take, many=many, name_filter=self.rules.name_filter)

    # -- taking files -----------------------------------------------------------------------

    def take(self, paths: list[Path]) -> None:
        """Take these files: refuse what the rules refuse, read the rest."""
        self.notice.show_note("", bad=False)
        taken = [row for row in self.rows if not row.failed]
        total = sum(row.size for row in taken)
        for path in paths:
            row = self._row_of(path)
            if row.failed:
                self.rows.append(row)
                continue
            reason = self._too_much(len(taken) + 1, total + row.size)
            if reason:
                self.notice.show_note(reason, bad=True)
                break
            taken.append(row)
            total += row.size
            self.rows.append(row)
            self._reader.read(row.client_id, path)
        self._show_rows()

    def _row_of(self, path: Path) -> FileRow:
        name = f"f{next(_numbers)}"
        try:
            size = path.stat().st_size
            refusal = "Not a file" if path.is_dir() else self.rules.refusal(path.name, size)
        except OSError as error:
            size, refusal = 0, str(error.strerror or error)
        row = FileRow(name, path.name, size)
        if refusal:
            row.status, row.error = "error", refusal
        elif self.rules.previews and mime_of(path.name).startswith("image/"):
            row.preview = _thumbnail(path)
        return row

    def _too_much(self, count: int, total: int) -> str:
        rules = self.rules
        if rules.max_files and count > rules.max_files:
            return f"At most {rules.max_files} files can be uploaded at once"
        if rules.max_total and total > rules.max_total:
            return "Together these files are larger than allowed"
        return ""

    def _progress(self, client_id: str, part: float) -> None:
        for line in self._lines():
            if line.row.client_id == client_id:
                line.row.part = part
                line.update()

    def _was_read(self, client_id: str, text: str, error: str) -> None:
        row = next((row for row in self.rows if row.client_id == client_id), None)
        if row is None:
            return
        row.status, row.error = ("error", error) if error else ("ready", "")
        if not error:
            self._contents[client_id] = text
        if all(row.status != "reading" for row in self.rows):
            self._send()
        self._show_rows()

    def _send(self) -> None:
        """Hand on what was read since the last time."""
        files = [
            {
                "client_id": row.client_id,
                "name": row.name,
                "size": row.size,
                "mime_type": mime_of(row.name),
                "data_base64": self._contents[row.client_id],
            }
            for row in self.rows
            if row.client_id in self._contents
        ]
        self._contents.clear()
        action = action_of(self.node.get("on_upload"))
        if action is not None and files:
            fire(self.scope.actions, action, {self.rules.param_name: files})

    # -- rows -------------------------------------------------------------------------------

    def _lines(self) -> list[FileLine]:
        return self.rows_box.findChildren(FileLine)

    def _remove(self, client_id: str) -> None:
        self._reader.forget(client_id)
        self._contents.pop(client_id, None)
        self.rows = [row for row in self.rows if row.client_id != client_id]
        self._show_rows()

    def _clear(self) -> None:
        self._reader.stop()
        self._contents.clear()
        self.rows = []
        self.notice.show_note("", bad=False)
        self._show_rows()

    def _show_rows(self) -> None:
        fresh = ColumnBox()
        for row in self.rows[:_MOST_ROWS]:
            line = FileLine(row)
            line.removed.connect(self._remove)
            fresh.add(line)
        old, self.rows_box = self.rows_box, fresh
        self.column.replace(old, fresh)
        fresh.setVisible(bool(self.rows))
        old.hide()
        old.deleteLater()
        self.footer.setVisible(bool(self.rows))
        self.footer.show_rows(self.rows)
        self.column.relayout()
        self.invalidate()

    def dispose(self) -> None:
        """Stop reading."""
        self._reader.stop()
        super().dispose()


def _thumbnail(path: Path) -> QPixmap | None:
    reader = QImageReader(str(path))
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > 50_000_000:
        return None
    reader.setScaledSize(size.scaled(48, 48, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)
