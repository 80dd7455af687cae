"""The bundled SDK is importable in these tests, and a peer runs lines of code with a ``ctx``."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.host.line_runner import MAIN
from tests.host.peer import Peer, loaded, write
from workbench import paths

if str(paths.bundled_sdk()) not in sys.path:
    sys.path.append(str(paths.bundled_sdk()))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Peer]:
    """A child that runs lines, one for a module."""
    root = write(tmp_path_factory.mktemp("calls"), main=MAIN)
    async with loaded(root) as peer:
        yield peer


@pytest_asyncio.fixture(loop_scope="module")
async def peer(started: Peer) -> Peer:
    """That child, with no service scripted; a module with an extension of its own has its own."""
    started.services.clear()
    started.calls.clear()
    started.records.clear()
    return started
