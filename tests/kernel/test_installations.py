"""When lifecycle hooks run by themselves: first opening, another version, closing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kernel.conftest import Start, Write, line_of
from workbench.kernel.journal.record import Record
from workbench.kernel.kernel import Kernel

SOURCE = """
from imperal_sdk import Extension
ext = Extension("demo", version="{version}", display_name="Demo", description="For a test.")

@ext.on_install
async def installed(ctx):
    return {{"user": ctx.user.imperal_id}}

@ext.on_upgrade("1.5.0")
async def to_one_five(ctx, from_version):
    return {{"from": from_version}}

@ext.on_upgrade("2.0.0")
async def to_two(ctx, from_version):
    return {{"from": from_version}}

@ext.on_upgrade("3.0.0")
async def to_three(ctx, from_version):
    return {{"from": from_version}}

@ext.on_enable
async def enabled(ctx):
    return None

@ext.on_disable
async def disabled(ctx):
    return None

@ext.on_uninstall
async def uninstalled(ctx):
    raise AssertionError("nobody uninstalls anything here")
"""


def sources(write: Write, version: str, text: str = SOURCE) -> Path:
    return write(text.format(version=version), prelude=False)


async def runs(kernel: Kernel) -> list[Record]:
    await kernel.settled()
    return await kernel.journal.query(["lifecycle"], newest_first=False)


async def names(kernel: Kernel) -> list[str]:
    return [record.name for record in await runs(kernel)]


async def test_by_default_opening_a_folder_installs_nothing(start: Start, write: Write) -> None:
    kernel = await start()
    await kernel.load(sources(write, "1.0.0"))
    await kernel.unload("demo")
    assert await names(kernel) == []


async def test_the_first_opening_installs_and_enables_and_closing_disables(
    start: Start, write: Write
) -> None:
    kernel = await start(profile="platform-6")
    await kernel.load(sources(write, "1.0.0"))
    first, second = await runs(kernel)
    assert (first.name, second.name) == ("on_install", "on_enable")
    assert (first.status, first.actor, first.body["source"]) == ("success", "u-ada", "platform")
    assert first.body["value"] == {"user": "u-ada"}
    await kernel.unload("demo")
    assert await names(kernel) == ["on_install", "on_enable", "on_disable"]


async def test_what_is_installed_is_known_in_the_next_session(
    start: Start, write: Write, tmp_path: Path
) -> None:
    for expected in (["on_install", "on_enable"], ["on_enable"]):
        kernel = await start(profile="platform-6", state=tmp_path / "state")
        await kernel.load(sources(write, "1.0.0"))
        assert await names(kernel) == expected
        await kernel.close()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1.0.0", "1.0.0", []),
        ("1.0.0", "1.1.0", []),
        ("1.0.0", "2.0.0", ["on_upgrade:1.5.0", "on_upgrade:2.0.0"]),
        ("1.9.0", "2.10.0", ["on_upgrade:2.0.0"]),
        ("2.0.0", "1.0.0", []),
    ],
)
async def test_a_reload_in_another_version_upgrades_through_those_it_passes(
    start: Start, write: Write, before: str, after: str, expected: list[str]
) -> None:
    kernel = await start(profile="platform-6")
    await kernel.load(sources(write, before))
    await kernel.settled()
    sources(write, after)
    await kernel.reload("demo")
    _, _, *upgrades = await runs(kernel)
    assert [record.name for record in upgrades] == expected
    assert all(record.body["value"] == {"from": before} for record in upgrades)
    await kernel.reload("demo")
    assert len(await runs(kernel)) == 2 + len(expected)


async def test_a_hook_that_raises_is_told_of_with_its_line_and_stops_nothing(
    start: Start, write: Write
) -> None:
    failing = SOURCE.replace('return {{"user": ctx.user.imperal_id}}', 'raise ValueError("no")')
    kernel = await start(profile="platform-6")
    root = sources(write, "1.0.0", failing)
    await kernel.load(root)
    assert [(r.name, r.status) for r in await runs(kernel)] == [
        ("on_install", "error"),
        ("on_enable", "success"),
    ]
    (problem,) = await kernel.journal.query(["problem"])
    assert problem.body["error"]["line"] == line_of(root, "raise ValueError")
    assert kernel.extensions["demo"].status == "ready"
