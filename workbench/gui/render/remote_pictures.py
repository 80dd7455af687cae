"""Pictures with a web address: only a host that can provide their bytes makes them appear.

The renderer itself never opens a connection. A host that has the author's word to load pictures (in
live mode, or from a recording) offers an ``image(url)`` coroutine; others do not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, runtime_checkable

from PySide6.QtGui import QPixmap

from workbench.gui.render.actions import spawn
from workbench.gui.render.pictures import from_bytes


@runtime_checkable
class PictureSource(Protocol):
    """A host that can provide the bytes of a picture."""

    def image(self, url: str) -> Awaitable[bytes | None]:
        """The file at an address, or None when it may not or cannot be had."""


def request(host: object, url: str, arrived: Callable[[str, QPixmap], None]) -> None:
    """Ask the host for a picture; `arrived` is called with the address if it can be drawn."""
    if isinstance(host, PictureSource):
        spawn(_fetch(host, url, arrived))


async def _fetch(host: PictureSource, url: str, arrived: Callable[[str, QPixmap], None]) -> None:
    data = await host.image(url)
    image = from_bytes(data, svg=data.lstrip()[:5] in (b"<svg ", b"<?xml")) if data else None
    if image is not None:
        arrived(url, image)
