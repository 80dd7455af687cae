"""Every piece of text a panel draws: what it says, where, in which colour, how much of it in sight.

The widgets of a panel are painted one by one on a paint engine that draws nothing and notes the
text, so what is found is what is really drawn, whichever way it was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QRegion,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import QWidget

_DPI = 96
_FRACTION = 65536


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text on one line in one format.

    ``ink`` is the box of its letters and ``clip`` what may be seen there, both in the panel's
    coordinates; ``color`` has the opacity it was painted with. ``turned`` text reads backwards.
    """

    text: str
    ink: QRectF
    clip: QRectF
    color: QColor
    widget: QWidget
    turned: bool = False


@dataclass(frozen=True, slots=True)
class _Note:
    text: str
    ink: QRectF
    clip: QRectF | None
    color: QColor
    turned: bool


class _Engine(QPaintEngine):
    """Draws nothing; keeps the text it is given, in device coordinates."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.notes: list[_Note] = []
        self._transform = QTransform()
        self._color = QColor()
        self._clip: QRectF | None = None

    def begin(self, device: QPaintDevice) -> bool:
        self.setActive(True)
        return True

    def end(self) -> bool:
        self.setActive(False)
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        # Copies, because the state's own objects do not outlive this call.
        self._transform = QTransform(state.transform())
        self._color = QColor(state.pen().color())
        self._color.setAlphaF(self._color.alphaF() * state.opacity())
        changed = state.state()
        if changed & QPaintEngine.DirtyFlag.DirtyClipRegion:
            area = QRectF(state.clipRegion().boundingRect())
            self._clip_to(self._transform.mapRect(area), state.clipOperation())
        elif changed & QPaintEngine.DirtyFlag.DirtyClipPath:
            area = QPainterPath(state.clipPath()).boundingRect()
            self._clip_to(self._transform.mapRect(area), state.clipOperation())
        elif changed & QPaintEngine.DirtyFlag.DirtyClipEnabled and not state.isClipEnabled():
            self._clip = None

    def _clip_to(self, area: QRectF, operation: Qt.ClipOperation) -> None:
        if operation == Qt.ClipOperation.NoClip:
            self._clip = None
        elif operation == Qt.ClipOperation.IntersectClip and self._clip is not None:
            self._clip = self._clip & area
        else:
            self._clip = area

    def drawTextItem(self, point: Any, item: QTextItem) -> None:
        text = item.text()
        if not text.strip():
            return
        box = QFontMetricsF(item.font()).tightBoundingRect(text)
        if box.isEmpty():  # joiners and the like
            return
        box.setWidth(min(box.width(), item.width()))
        ink = self._transform.mapRect(box.translated(point))
        clip = QRectF(self._clip) if self._clip is not None else None
        turned = self._transform.determinant() < 0
        self.notes.append(_Note(text, ink, clip, QColor(self._color), turned))

    def drawPixmap(self, *_: Any) -> None:
        return

    def drawImage(self, *_: Any) -> None:
        return

    def drawTiledPixmap(self, *_: Any) -> None:
        return

    def drawPath(self, path: QPainterPath) -> None:
        return

    def drawPolygon(self, *_: Any) -> None:
        return

    def drawRects(self, *_: Any) -> None:
        return

    def drawLines(self, *_: Any) -> None:
        return

    def drawEllipse(self, *_: Any) -> None:
        return

    def drawPoints(self, *_: Any) -> None:
        return


class _Device(QPaintDevice):
    """A device of a widget's size whose engine only listens."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.engine = _Engine()
        metrics = QPaintDevice.PaintDeviceMetric
        self._metrics = {
            metrics.PdmWidth: widget.width(),
            metrics.PdmHeight: widget.height(),
            metrics.PdmWidthMM: widget.widthMM(),
            metrics.PdmHeightMM: widget.heightMM(),
            metrics.PdmDpiX: _DPI,
            metrics.PdmDpiY: _DPI,
            metrics.PdmPhysicalDpiX: _DPI,
            metrics.PdmPhysicalDpiY: _DPI,
            metrics.PdmDepth: 32,
            metrics.PdmNumColors: 2**31 - 1,
            metrics.PdmDevicePixelRatio: 1,
            metrics.PdmDevicePixelRatioScaled: _FRACTION,
        }

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, 0)


def drawn(panel: QWidget) -> list[Run]:
    """All text that a shown panel and the widgets in it draw at present."""
    found: list[Run] = []
    for widget in (panel, *panel.findChildren(QWidget)):
        if widget.isVisibleTo(panel) and not widget.size().isEmpty():
            found.extend(_of(widget, panel))
    return found


def _of(widget: QWidget, panel: QWidget) -> list[Run]:
    device = _Device(widget)
    widget.render(device, QPoint(), QRegion(), QWidget.RenderFlag(0))
    corner = QPointF(widget.mapTo(panel, QPoint()))
    sight = QRectF(in_sight(widget, panel))
    runs = []
    for note in device.engine.notes:
        clip = sight if note.clip is None else note.clip.translated(corner) & sight
        ink = note.ink.translated(corner)
        runs.append(Run(note.text, ink, clip, note.color, widget, note.turned))
    return runs


def in_sight(widget: QWidget, panel: QWidget) -> QRect:
    """The part of a widget that no parent cuts off, in the panel's coordinates."""
    area = QRect(widget.mapTo(panel, QPoint()), widget.size())
    above = widget.parentWidget()
    while above is not None:
        area &= QRect(above.mapTo(panel, QPoint()), above.size())
        if above is panel:
            break
        above = above.parentWidget()
    return area


def picture_of(panel: QWidget) -> QImage:
    """The panel as it is seen, for looking at what is behind a text."""
    return panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
