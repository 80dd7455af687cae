"""The bridge: kernel signals become Qt's, for each thing at most thirty times a second."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any, cast

from workbench.gui.bridge import BEAT_S, Bridge
from workbench.kernel.kernel import Kernel
from workbench.kernel.signals import Signal


class Announcer:
    """The signals of a kernel and nothing else."""

    def __init__(self) -> None:
        self.panels = SimpleNamespace(changed=Signal())
        self.chat = SimpleNamespace(changed=Signal())
        self.build_changed: Signal[Any] = Signal()
        self.subscribers: list[Any] = []
        self.journal = SimpleNamespace(subscribe=self._subscribe)

    def _subscribe(self, subscriber: Any) -> Any:
        self.subscribers.append(subscriber)
        return lambda: self.subscribers.remove(subscriber)

    def panel(self, number: int, panel_id: str = "sidebar") -> None:
        answer = SimpleNamespace(
            app_id="notes", panel_id=panel_id, user_id="u-ada", number=number
        )
        self.panels.changed.emit(answer)


async def test_a_flood_of_refreshes_becomes_a_few_of_the_newest() -> None:
    kernel, bridge = Announcer(), Bridge()
    bridge.attach(cast(Kernel, kernel))
    seen: list[int] = []
    bridge.panel.connect(lambda answer: seen.append(answer.number))
    began = time.monotonic()
    for number in range(300):
        kernel.panel(number)
        await asyncio.sleep(0.001)
    await asyncio.sleep(3 * BEAT_S)
    beats = (time.monotonic() - began) / BEAT_S
    assert seen[-1] == 299
    assert seen == sorted(seen)
    assert 2 <= len(seen) <= beats + 2
    bridge.detach()


async def test_different_things_do_not_displace_each_other() -> None:
    kernel, bridge = Announcer(), Bridge()
    bridge.attach(cast(Kernel, kernel))
    seen: list[str] = []
    bridge.panel.connect(lambda answer: seen.append(answer.panel_id))
    bridge.turn.connect(lambda turn: seen.append(turn.id))
    bridge.build.connect(lambda extension: seen.append(extension.app_id))
    kernel.panel(1, "sidebar")
    kernel.panel(2, "viewer")
    kernel.chat.changed.emit(SimpleNamespace(id="turn-1"))
    kernel.build_changed.emit(SimpleNamespace(app_id="notes"))
    await asyncio.sleep(3 * BEAT_S)
    assert sorted(seen) == ["notes", "sidebar", "turn-1", "viewer"]
    bridge.detach()


async def test_one_thing_does_not_hold_back_another() -> None:
    kernel, bridge = Announcer(), Bridge()
    bridge.attach(cast(Kernel, kernel))
    seen: list[str] = []
    first_build = asyncio.Event()
    bridge.build.connect(lambda extension: (seen.append("build"), first_build.set()))
    bridge.panel.connect(lambda answer: seen.append("panel"))
    kernel.build_changed.emit(SimpleNamespace(app_id="notes"))
    await first_build.wait()
    kernel.build_changed.emit(SimpleNamespace(app_id="notes"))
    kernel.panel(1)
    await asyncio.sleep(3 * BEAT_S)
    assert seen == ["build", "panel", "build"]
    bridge.detach()


async def test_records_are_passed_on_in_the_batches_they_come_in() -> None:
    kernel, bridge = Announcer(), Bridge()
    bridge.attach(cast(Kernel, kernel))
    batches: list[list[int]] = []
    bridge.records.connect(batches.append)
    kernel.subscribers[0]([1, 2])
    kernel.subscribers[0]([3])
    assert batches == [[1, 2], [3]]
    bridge.detach()


async def test_after_detaching_nothing_comes_through() -> None:
    kernel, bridge = Announcer(), Bridge()
    bridge.attach(cast(Kernel, kernel))
    seen: list[object] = []
    bridge.panel.connect(seen.append)
    kernel.panel(1)
    bridge.detach()
    kernel.panel(2)
    await asyncio.sleep(3 * BEAT_S)
    assert seen == []
    assert kernel.subscribers == []
