"""A Markdown table as a document: header, aligned columns, striped rows, rounded frame."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QPainter,
    QPainterPath,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from workbench.gui.render.brushwork import box
from workbench.gui.render.documents.prose import add_icons, insert_runs
from workbench.gui.theme import Theme

_PAD_X, _PAD_Y = 12, 8
_LINE = 20
_ALIGNS = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}


def build_table(
    document: QTextDocument,
    rows: list[list[Any]],
    aligns: list[str],
    theme: Theme,
    *,
    rtl: bool = False,
) -> None:
    """Write rows of cells (lists of runs) into an empty document; with ``rtl`` the first column
    stands at the right."""
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return
    shape = QTextTableFormat()
    shape.setBorder(0)
    shape.setCellSpacing(0)
    shape.setCellPadding(0)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setHeaderRowCount(1)
    add_icons(document, theme)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    table = cursor.insertTable(len(rows), columns, shape)
    for row, cells in enumerate(rows):
        for column, runs in enumerate(cells[:columns]):
            align = aligns[column] if column < len(aligns) else "left"
            place = columns - 1 - column if rtl else column
            _write(table, row, place, runs, align, theme)
    cursor.endEditBlock()


def _write(
    table: QTextTable, row: int, column: int, runs: list[list[str]], align: str, theme: Theme
) -> None:
    cell = table.cellAt(row, column)
    layout = cell.format().toTableCellFormat()
    layout.setLeftPadding(_PAD_X)
    layout.setRightPadding(_PAD_X)
    layout.setTopPadding(_PAD_Y)
    layout.setBottomPadding(_PAD_Y + 1)
    cell.setFormat(layout)
    cursor = cell.firstCursorPosition()
    block = QTextBlockFormat()
    if align in _ALIGNS:
        block.setAlignment(_ALIGNS[align] | Qt.AlignmentFlag.AlignAbsolute)
    block.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    cursor.setBlockFormat(block)
    plain = QTextCharFormat()
    font = QFont(theme.font("body-strong" if row == 0 else "body"))
    plain.setFont(font)
    plain.setForeground(QBrush(theme.color("text" if row == 0 else "text-muted")))
    insert_runs(cursor, runs, plain, theme)


def table_of(document: QTextDocument) -> QTextTable | None:
    """The table of a document made by `build_table`."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            return frame
    return None


def paint_table(painter: QPainter, document: QTextDocument, theme: Theme) -> None:
    """The grounds of the rows, the lines between them and the frame."""
    table = table_of(document)
    if table is None:
        return
    wide = document.textWidth()
    area = QRectF(0, 0, wide, document.size().height())
    outline = QPainterPath()
    outline.addRoundedRect(area, theme.radius("lg"), theme.radius("lg"))
    painter.save()
    painter.setClipPath(outline)
    edges = _row_tops(document, table)
    edges.append(area.height())
    for row in range(table.rows()):
        band = QRectF(0, edges[row], wide, edges[row + 1] - edges[row])
        if row == 0:
            painter.fillRect(band, theme.color("table-header"))
        elif row % 2 == 0:
            painter.fillRect(band, theme.color("surface-2", 0.35))
        if row:
            painter.fillRect(QRectF(0, edges[row], wide, 1), theme.color("border-card"))
    painter.restore()
    box(painter, area, theme.radius("lg"), edge=theme.color("border-card"))


def _row_tops(document: QTextDocument, table: QTextTable) -> list[float]:
    layout = document.documentLayout()
    tops: list[float] = []
    for row in range(table.rows()):
        block = table.cellAt(row, 0).firstCursorPosition().block()
        tops.append(layout.blockBoundingRect(block).top() - _PAD_Y)
    return tops
