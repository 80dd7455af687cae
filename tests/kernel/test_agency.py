"""An agency's theme reaches ``ctx`` and whoever draws; what is wrong with it is told once."""

from __future__ import annotations

from typing import Any

from tests.kernel.conftest import Start, Write

PANEL = """
    @ext.panel("look", slot="left", title="Look")
    async def look(ctx, **params):
        theme = ui.theme(ctx)
        pairs = ",".join(f"{name}={pair.light}/{pair.dark}" for name, pair in theme.colors.items())
        return ui.Text(f"{theme.density} {theme.radius} {pairs}")
"""
FILE = """
[agency_theme]
density = "compact"
radius = "rounded"
[agency_theme.colors]
primary = { light = "#7c3aed", dark = "#a78bfa" }

[[personas]]
imperal_id = "u-ada"
[[personas]]
imperal_id = "u-ben"
attributes = { agency_theme = { density = "spacious" } }
"""


async def said(kernel: Any) -> str:
    answer = await kernel.panels.call("demo", "look")
    return str(answer.ui["props"]["content"])


async def test_everybody_has_the_workspace_s_theme_unless_they_have_their_own(
    start: Start, write: Write
) -> None:
    root = write(PANEL)
    (root / "workbench.toml").write_text(FILE)
    kernel = await start(state=":memory:")
    await kernel.load(root)
    assert await said(kernel) == "compact rounded primary=#7c3aed/#a78bfa"
    theme = kernel.agency.theme("demo")
    assert theme is not None
    assert theme["density"] == "compact"
    kernel.personas.choose("u-ben")
    assert await said(kernel) == "spacious default "
    assert kernel.agency.theme("demo") == {"density": "spacious"}


async def test_without_a_theme_there_is_none(start: Start, write: Write) -> None:
    kernel = await start(state=":memory:")
    await kernel.load(write(PANEL))
    assert await said(kernel) == "default default "
    assert kernel.agency.theme("demo") is None
    assert kernel.agency.theme("nowhere") is None


async def test_a_fault_is_a_problem_until_it_is_gone(start: Start, write: Write) -> None:
    kernel = await start(state=":memory:")
    await kernel.load(write(PANEL))
    for faults in (["text is pale"], ["text is pale"], ["text is pale", "no such token"], []):
        kernel.agency.note_faults("demo", faults)
    records = await kernel.journal.query(kinds=["problem"], newest_first=False)
    told = [(record.name, record.status) for record in records]
    assert sorted(told) == sorted(
        [
            ("text is pale", "warning"),
            ("no such token", "warning"),
            ("text is pale", "mended"),
            ("no such token", "mended"),
        ]
    )
    assert all("workbench.toml" in record.body["error"]["file"] for record in records)
