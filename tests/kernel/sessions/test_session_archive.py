"""A session as one file: out, in again, and what is said of a broken one."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel.conftest import PRELUDE, Start
from workbench.kernel.chat.history import read_turns
from workbench.kernel.kernel import Kernel, KernelOptions
from workbench.kernel.masking import Masker
from workbench.kernel.sessions.archive import export_session
from workbench.kernel.sessions.arrival import ArchiveError, import_session, read_manifest
from workbench.kernel.sessions.past import past_sessions
from workbench.kernel.sessions.place import Place, read_place, write_place
from workbench.kernel.sessions.viewing import viewing_options

SECRET = "hunter2-correct-horse"
SOURCE = f"""
@chat.function("keep", description="Keep a thing.", action_type="read")
async def keep(ctx, params: Nothing) -> ActionResult:
    await ctx.store.set("kept", {{"token": "{SECRET}", "n": 1}})
    return ActionResult.success(data={{"n": 1}}, summary="Kept.")
"""


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of a session that stored a secret before anybody knew that it is one."""
    folder = tmp_path_factory.mktemp("session")
    (folder / "demo").mkdir()
    (folder / "demo" / "main.py").write_text(PRELUDE.format(app_id="demo") + SOURCE)

    async def live() -> Path:
        kernel = await Kernel.start(KernelOptions(state=folder / "state"))
        await kernel.load(folder / "demo")
        await kernel.chat.say("keep", plan=[{"tool": "demo.keep", "args": {}}])
        kernel.journal.append("log", f"the password is {SECRET}")
        journal = kernel.journal.path
        await kernel.close()
        return journal

    journal = asyncio.run(live())
    write_place(journal, Place(roots=("/demo",), shown="demo", user="u-ada"))
    return journal


@pytest.fixture(scope="module")
def packed(ended: Path) -> Path:
    """That session as one file."""
    masker = Masker()
    masker.add("PASSWORD", SECRET)
    state = ended.parents[1]
    target = state / "shared.imperal-session"
    export_session(ended, target, store=state / "state.sqlite", masker=masker)
    return target


def test_the_manifest_names_versions_contents_and_every_file(packed: Path) -> None:
    manifest = read_manifest(packed)
    assert manifest["records"] > 5
    assert [(e["app_id"], e["version"]) for e in manifest["extensions"]] == [("demo", "1.0.0")]
    assert manifest["extensions"][0]["sdk"]["version"]
    with zipfile.ZipFile(packed) as inside:
        assert set(inside.namelist()) == {"manifest.json", *manifest["files"]}
    assert set(manifest["files"]) == {"journal.sqlite", "store.sqlite", "settings.json"}


def test_no_secret_is_inside(packed: Path) -> None:
    with zipfile.ZipFile(packed) as inside:
        contents = b"".join(inside.read(name) for name in inside.namelist())
    assert SECRET.encode() not in contents
    assert contents.count("‹secret:PASSWORD›".encode()) >= 2


async def test_it_is_the_same_session_where_it_is_taken_in(
    ended: Path, packed: Path, tmp_path: Path, start: Start
) -> None:
    other = tmp_path / "other"
    journal = import_session(packed, other)
    again = import_session(packed, other)
    assert journal != again
    assert [s.state for s in past_sessions(other)] == ["imported", "imported"]
    assert [t.messages[-1].text for t in read_turns(journal)] == ["Kept."]
    assert read_place(journal) == read_place(ended)
    options = viewing_options(journal)
    kernel = await start(state=options.state, past=options.past)
    documents = sqlite3.connect(kernel.suite.database.path).execute("SELECT data FROM documents")
    assert [json.loads(data)["n"] for (data,) in documents] == [1]


def _without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        del files[name]

    return change


def _changed(name: str, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files[name] = new

    return change


def _manifest(**facts: object) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files["manifest.json"] = json.dumps(
            {**json.loads(files["manifest.json"]), **facts}
        ).encode()

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_without("manifest.json"), "holds no manifest.json"),
        (_changed("manifest.json", b"{"), "manifest.json cannot be read"),
        (_manifest(format="else"), "another format"),
        (_manifest(version=7), "of version 7, written by workbench"),
        (_manifest(session="../../up"), "names no session"),
        (_manifest(files={}), "names no journal.sqlite"),
        (
            _manifest(files={"journal.sqlite": {}, "../evil": {}}),
            "journal.sqlite in it is not what its manifest says",
        ),
        (_without("journal.sqlite"), "journal.sqlite is missing"),
        (_changed("journal.sqlite", b"short"), "is not what its manifest says"),
        (_without("settings.json"), "settings.json is missing"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(
    packed: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], said: str
) -> None:
    with zipfile.ZipFile(packed) as whole:
        files = {name: whole.read(name) for name in whole.namelist()}
    change(files)
    with zipfile.ZipFile(tmp_path / "broken", "w") as broken:
        for name, data in files.items():
            broken.writestr(name, data)
    with pytest.raises(ArchiveError, match=said):
        import_session(tmp_path / "broken", tmp_path / "other")
    assert list((tmp_path / "other" / "imported").iterdir()) == []


def test_a_file_that_is_no_zip_or_cut_is_refused(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    shutil.copy(packed, tmp_path / "cut")
    with (tmp_path / "cut").open("r+b") as file:
        file.truncate(packed.stat().st_size // 2)
    for name in ("text", "cut", "nowhere"):
        with pytest.raises(ArchiveError):
            import_session(tmp_path / name, tmp_path / "other")


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    from tests.kernel.sessions.damaged import damaged_session

    with pytest.raises(ArchiveError, match="journal"):
        import_session(damaged_session(tmp_path), tmp_path / "other")
