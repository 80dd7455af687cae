"""Validating an open extension: findings as journal records that come, stay and are mended."""

from __future__ import annotations

from pathlib import Path

from workbench.kernel.authoring import folder_fault, start_extension
from workbench.kernel.journal.record import Record
from workbench.kernel.kernel import Kernel
from workbench.kernel.options import KernelOptions

UNDESCRIBED = 'description="List all greetings, the newest 50. Use it when the user asks for them."'


async def findings(kernel: Kernel) -> list[Record]:
    """The newest record of each finding."""
    records = await kernel.journal.query(kinds=["problem"], newest_first=False)
    newest = {r.id: r for r in records if r.id.startswith("finding-")}
    return list(newest.values())


async def opened(folder: Path) -> Kernel:
    await start_extension(folder)
    kernel = await Kernel.start(KernelOptions(state=":memory:"))
    await kernel.load(folder)
    return kernel


async def test_a_finding_names_its_rule_and_line_and_is_mended_once_it_is_gone(
    tmp_path: Path,
) -> None:
    main = tmp_path / "greets" / "main.py"
    kernel = await opened(main.parent)
    try:
        assert not await kernel.authoring.validate("greets")
        good = main.read_text()
        main.write_text(good.replace(UNDESCRIBED, 'description="short"'))
        counts = await kernel.authoring.validate("greets")
        found = await findings(kernel)
        assert sum(counts.values()) == len(found) > 0
        assert all(r.body["rule"] and r.app_id == "greets" for r in found)
        assert any(r.body["error"]["line"] for r in found)

        await kernel.authoring.validate("greets")
        assert [r.id for r in await findings(kernel)] == [r.id for r in found]

        main.write_text(good)
        assert not await kernel.authoring.validate("greets")
        assert {r.status for r in await findings(kernel)} == {"mended"}
    finally:
        await kernel.close()


async def test_a_silenced_rule_is_left_out(tmp_path: Path) -> None:
    main = tmp_path / "greets" / "main.py"
    kernel = await opened(main.parent)
    try:
        main.write_text(main.read_text().replace(UNDESCRIBED, 'description="short"'))
        await kernel.authoring.validate("greets")
        rules = sorted({r.body["rule"] for r in await findings(kernel)})
        (main.parent / "workbench.toml").write_text(f"[check]\nsilence = {rules}\n")
        await kernel.reload("greets")
        assert not await kernel.authoring.validate("greets")
    finally:
        await kernel.close()


def test_a_folder_is_refused_with_its_reason(tmp_path: Path) -> None:
    assert folder_fault(tmp_path / "a-b2") is None
    assert "a–z" in str(folder_fault(tmp_path / "A"))
    assert "no folder" in str(folder_fault(tmp_path / "nowhere" / "a-b"))
    (tmp_path / "taken").mkdir()
    assert "already" in str(folder_fault(tmp_path / "taken"))
