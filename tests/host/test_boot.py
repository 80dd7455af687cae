from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.host.peer import BOOT, LoadFailedError, child, write
from tests.interpreters import bare_interpreter, our_packages
from workbench import paths

MAIN = """
from imperal_sdk import Extension
ext = Extension("booted")
"""


@pytest.mark.parametrize("pipes", [False, True], ids=["socket", "pipes"])
async def test_a_child_says_who_it_is_loads_and_leaves_when_asked(
    tmp_path: Path, pipes: bool
) -> None:
    async with child(pipes=pipes, python=None, sdk="bundled") as peer:
        assert peer.hello["pid"] == peer.process.pid
        assert peer.hello["python"] == ".".join(map(str, sys.version_info[:3]))
        assert peer.hello["sdk"]["origin"] == "bundled"
        assert Path(peer.hello["sdk"]["path"]) == paths.bundled_sdk() / "imperal_sdk"
        assert (await peer.load(write(tmp_path, main=MAIN)))["app_id"] == "booted"
        peer.channel.send({"t": "shutdown"})
        assert await peer.ended() == 0


@pytest.mark.parametrize("pipes", [False, True], ids=["socket", "pipes"])
async def test_a_child_ends_when_the_kernel_is_gone(pipes: bool) -> None:
    async with child(pipes=pipes) as peer:
        peer.channel.close()
        assert await peer.ended() == 0


async def test_nothing_of_the_workbench_but_its_two_rooms_can_be_imported(tmp_path: Path) -> None:
    main = """
import importlib, sys
from imperal_sdk import Extension
found = []
for name in ("workbench.wire.frames", "workbench.host.calls", "workbench.kernel",
             "workbench.paths", "places", "boot"):
    try:
        importlib.import_module(name)
        found.append(name)
    except ImportError:
        pass
ext = Extension("rooms", description=",".join(found))
"""
    async with child() as peer:
        declared = await peer.load(write(tmp_path, main=main))
    assert declared["description"] == "workbench.wire.frames,workbench.host.calls"


async def test_an_extension_may_have_modules_called_like_ours(tmp_path: Path) -> None:
    main = "from workbench import ext\n"
    async with child() as peer:
        declared = await peer.load(write(tmp_path, main=main, workbench=MAIN))
    assert declared["app_id"] == "booted"


async def test_an_interpreter_without_packages_says_hello_with_a_hint(tmp_path: Path) -> None:
    python = bare_interpreter(tmp_path / "venv")
    async with child(python=python, sdk="auto") as peer:
        assert peer.hello["sdk"] is None
        assert peer.hello["error"]["type"] == "ModuleNotFoundError"
        assert "pip install" in peer.hello["error"]["hint"]
        assert "--python" in peer.hello["error"]["hint"]
        with pytest.raises(LoadFailedError) as caught:
            await peer.load(write(tmp_path, main=MAIN))
        assert caught.value.report.hint == peer.hello["error"]["hint"]
        peer.channel.send({"t": "shutdown"})
        assert await peer.ended() == 0


async def test_auto_takes_the_bundled_sdk_from_the_end_of_the_path(tmp_path: Path) -> None:
    python = bare_interpreter(tmp_path / "venv", our_packages())
    main = """
import sys
from imperal_sdk import Extension
ext = Extension("p", description=sys.path[-1], config_defaults={"first": sys.path[0]})
"""
    async with child(python=python, sdk="auto") as peer:
        assert peer.hello["sdk"]["origin"] == "bundled"
        declared = await peer.load(write(tmp_path, main=main))
    assert declared["description"] == str(paths.bundled_sdk())
    assert declared["config_defaults"]["first"] == str(tmp_path)


async def test_an_installed_sdk_wins_unless_the_bundled_one_is_asked_for(tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    installed.symlink_to(paths.bundled_sdk(), target_is_directory=True)
    python = bare_interpreter(tmp_path / "venv", our_packages(), installed)
    for choice, origin in (("auto", "installed"), ("installed", "installed"), ("bundled", None)):
        async with child(python=python, sdk=choice) as peer:
            info = peer.hello["sdk"]
            assert info["origin"] == (origin or "bundled")
            wanted = installed if origin else paths.bundled_sdk()
            assert info["path"] == str(wanted / "imperal_sdk")


async def test_installed_is_refused_where_there_is_none(tmp_path: Path) -> None:
    python = bare_interpreter(tmp_path / "venv", our_packages())
    async with child(python=python, sdk="installed") as peer:
        assert peer.hello["error"]["hint"].startswith("pip install imperal-sdk")


def test_an_interpreter_that_is_too_old_is_told_in_words_it_can_speak() -> None:
    script = (
        "import runpy, sys; sys.version_info = (3, 9, 1);"
        f"sys.argv[1:] = ['--fd', '1']; runpy.run_path({str(BOOT)!r}, run_name='__main__')"
    )
    ours, theirs = socket.socketpair()
    with ours, theirs:
        done = subprocess.run([sys.executable, "-c", script], stdout=theirs.fileno(), check=False)
        message = json.loads(ours.recv(65536)[4:])
    assert done.returncode == 3
    assert "3.11 or newer" in message["error"]["message"]
