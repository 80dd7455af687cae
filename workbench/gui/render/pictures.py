"""Pictures that travel inside a tree as ``data:`` addresses; nothing is ever fetched."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_LONGEST = 24_000_000
_MOST_PIXELS = 40_000_000
_SMALL = 200_000
_KEPT = 64


def embedded(source: Any) -> QPixmap | None:
    """The picture in a ``data:`` address, or None when there is none or it cannot be read."""
    if not isinstance(source, str) or source[:5].lower() != "data:" or len(source) > _LONGEST:
        return None
    return _remembered(source) if len(source) <= _SMALL else _decoded(source)


@lru_cache(maxsize=_KEPT)
def _remembered(source: str) -> QPixmap | None:
    return _decoded(source)


def _decoded(source: str) -> QPixmap | None:
    head, comma, body = source.partition(",")
    if not comma:
        return None
    try:
        data = base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    return from_bytes(data, svg="svg" in head.lower())


def from_bytes(data: bytes, *, svg: bool = False) -> QPixmap | None:
    """A picture from the bytes of a file, at most 40 megapixels; None if Qt cannot read it."""
    image = _svg(data) if svg else _bitmap(data)
    if image is None or image.isNull():
        return None
    return QPixmap.fromImage(image)


def _bitmap(data: bytes) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        return None
    return reader.read()


def _svg(data: bytes) -> QImage | None:
    renderer = QSvgRenderer()
    if not renderer.load(QByteArray(data)):
        return None
    size = renderer.defaultSize().boundedTo(QSize(2000, 2000))
    if size.isEmpty():
        return None
    image = QImage(size * 2, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(2)
    return image


def cover(image: QPixmap, width: int, height: int) -> QPixmap:
    """The picture scaled to cover a box, its middle cut out; sharp at twice the density."""
    target = QSize(width * 2, height * 2)
    smooth = Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(target, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
    scaled.setDevicePixelRatio(1)
    left, top = (scaled.width() - target.width()) // 2, (scaled.height() - target.height()) // 2
    return scaled.copy(left, top, target.width(), target.height())
