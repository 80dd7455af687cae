"""By default nothing listens and nothing connects: the whole of a session stays on the machine."""

from __future__ import annotations

from pathlib import Path

import psutil

from workbench.kernel.kernel import Kernel

SAMPLES = Path(__file__).resolve().parents[2] / "sample_extensions"


def internet_sockets() -> list[str]:
    """Every IPv4 and IPv6 socket of this process and its children."""
    ourselves = psutil.Process()
    return [
        f"{process.pid} {connection.type.name} {connection.laddr} {connection.raddr}"
        for process in (ourselves, *ourselves.children(recursive=True))
        for connection in process.net_connections(kind="inet")
    ]


async def test_a_session_with_panels_chat_cache_and_backend_opens_no_socket(
    kernel: Kernel,
) -> None:
    before = set(internet_sockets())
    await kernel.load(SAMPLES / "notes")
    await kernel.load(SAMPLES / "tasks")
    for app_id in ("notes", "tasks"):
        answers = await kernel.panels.discover(app_id)
        assert all(answer.ok for answer in answers)
    turn = await kernel.chat.say("create a note called Groceries")
    await kernel.chat.answer(turn.confirmations[0].id, True)
    await kernel.settled()
    assert turn.status == "done"
    assert set(internet_sockets()) <= before
