"""The bridge: kernel signals become Qt's, for each thing at most thirty times a second."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any, cast

from tests.gui.until import until
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
        answer = SimpleNamespace(app_id="notes", panel_id=panel_id, user_id="u-ada", number=number)
        self.panels.changed.emit(answer)


async def test_a_flood_of_refreshes_becomes_a_few_of_the_newest() -> None:
    kernel, bridge = Announcer(), Bridge()
    bridge.attach(cast(Kernel, kernel))
    seen: list[int] = []
    bridge.panel.connect(lambda answer: seen.append(answer.number))
    began = time.monotonic()
    number = 0
    while len(seen) < 3:
        kernel.panel(number)
        number += 1
        await asyncio.sleep(0)
    kernel.panel(number)
    await until(lambda: seen[-1] == number, "the newest")
    beats = (time.monotonic() - began) / BEAT_S
    assert seen == sorted(seen)
    assert len(seen) <= beats + 2
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
    await until(lambda: len(seen) == 4, "all four")
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
    await until(lambda: len(seen) == 3, "the second build")
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
    assert kernel.subscribers == []
    other, again = Announcer(), Bridge()
    again.attach(cast(Kernel, other))
    heard: list[Any] = []
    again.panel.connect(heard.append)
    for number in (3, 4):
        other.panel(number)
        await until(
            lambda wanted=number: heard and heard[-1].number == wanted, "a beat of another bridge"
        )
    assert seen == []
    again.detach()
