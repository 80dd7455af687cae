from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.host.peer import LoadFailedError, Peer, child, loaded, write
from workbench.wire.errors import ErrorReport

EXT = "from imperal_sdk import Extension\next = Extension('notes')\n"
PANEL = """
@ext.panel("p")
async def p(ctx):
    return {"ui": {"type": "Text", "props": {"content": WHERE}}}
"""


async def failure(root: Path) -> ErrorReport:
    async with child() as peer:
        with pytest.raises(LoadFailedError) as caught:
            await peer.load(root)
    return caught.value.report


async def panel_text(peer: Peer) -> str:
    result = await peer.invoke("panel", "p")
    text: str = result["value"]["ui"]["props"]["content"]
    return text


# -- the ways to write an extension ----------------------------------------------------------------

SHAPES: dict[str, dict[str, str]] = {
    "flat imports": {
        "main": "from app import ext\nimport panels\n",
        "app": EXT,
        "panels": "from app import ext\nWHERE = __name__\n" + PANEL,
    },
    "everything in one file": {"main": EXT + "WHERE = __name__\n" + PANEL},
    "a package with relative imports inside": {
        "main": "from app import ext\nimport handlers\n",
        "app": EXT,
        "handlers/__init__": "from . import panels\n",
        "handlers/panels": "from app import ext\nfrom .names import WHERE\n" + PANEL,
        "handlers/names": "WHERE = __name__\n",
    },
    "main imports relatively": {
        "main": "from .app import ext\nfrom . import panels\n",
        "app": EXT,
        "panels": "from .app import ext\nWHERE = 'relative'\n" + PANEL,
    },
    "a handler imports relatively and main flatly": {
        "main": "from app import ext\nimport panels\n",
        "app": EXT,
        "panels": "from .app import ext\nWHERE = 'mixed'\n" + PANEL,
    },
    "a sub-package reaches up": {
        "main": "from app import ext\nfrom handlers import panels\nimport handlers.panels\n",
        "app": EXT,
        "handlers/__init__": "",
        "handlers/panels": "from ..app import ext\nWHERE = 'up'\n" + PANEL,
    },
    "sys.path is edited": {
        "main": "import pathlib, sys\n"
        "sys.path.insert(0, str(pathlib.Path(__file__).parent / 'src'))\n"
        "from app import ext\nimport panels\n",
        "src/app": EXT,
        "src/panels": "from app import ext\nWHERE = 'src'\n" + PANEL,
    },
    "own modules are purged first": {
        "main": "import sys\nfor name in ('app', 'panels'):\n    sys.modules.pop(name, None)\n"
        "for name in [n for n, m in sys.modules.items()"
        " if (getattr(m, '__file__', None) or '').startswith(__file__.rpartition('/')[0])"
        " and n != __name__]:\n    del sys.modules[name]\n"
        "from app import ext\nimport panels\n",
        "app": EXT,
        "panels": "from app import ext\nWHERE = 'purged'\n" + PANEL,
    },
    "spec_from_file_location": {
        "main": "import importlib.util, pathlib\n"
        "def bring(name):\n"
        "    path = pathlib.Path(__file__).with_name(name + '.py')\n"
        "    spec = importlib.util.spec_from_file_location('bring_' + name, path)\n"
        "    module = importlib.util.module_from_spec(spec)\n"
        "    spec.loader.exec_module(module)\n"
        "    return module\n"
        "panels = bring('panels')\next = panels.ext\n",
        "panels": EXT + "WHERE = __name__\n" + PANEL,
    },
    "it writes into its own folder": {
        "main": "import pathlib\n"
        "pathlib.Path('made.py').write_text('WHERE = \"made\"\\n')\n"
        "pathlib.Path('data').mkdir()\npathlib.Path('data/x.txt').write_text('x')\n"
        "from made import WHERE\n" + EXT + PANEL,
    },
    "it runs a loop of its own at import": {
        "main": "import asyncio\nasync def find():\n    await asyncio.sleep(0)\n    return 'ran'\n"
        "WHERE = asyncio.run(find())\n"
        "WHERE += asyncio.new_event_loop().run_until_complete(find())\n" + EXT + PANEL,
    },
    "the extension has another name": {
        "main": "from imperal_sdk import Extension\nbot = Extension('notes')\n"
        "WHERE = 'bot'\n" + PANEL.replace("@ext", "@bot"),
    },
    "a module is called like one of the standard library": {
        "main": "import chunk\nfrom app import ext\nWHERE = chunk.NAME\n" + PANEL,
        "app": EXT,
        "chunk": "NAME = 'ours'\n",
    },
}


@pytest.mark.parametrize("files", SHAPES.values(), ids=SHAPES.keys())
async def test_extensions_of_every_shape_load_once_and_run(
    tmp_path: Path, files: dict[str, str]
) -> None:
    async with loaded(write(tmp_path / "my-notes", **files)) as peer:
        assert await panel_text(peer)
        assert not list(tmp_path.rglob("*.pyc"))


async def test_flat_and_relative_names_are_one_module(tmp_path: Path) -> None:
    files = {
        "main": "from app import ext\nfrom .app import ext as same\nimport pkg.deep\n"
        "from .pkg import deep\nimport sys\n"
        "WHERE = str((ext is same, pkg.deep is deep, sys.modules['main'].ext is ext,"
        " counts.loaded))\n" + PANEL,
        "app": "import counts\ncounts.loaded.append('app')\n" + EXT,
        "counts": "loaded = []\n",
        "pkg/__init__": "",
        "pkg/deep": "import counts\ncounts.loaded.append('deep')\n",
    }
    files["main"] = "import counts\n" + files["main"]
    async with loaded(write(tmp_path, **files)) as peer:
        assert await panel_text(peer) == "(True, True, True, ['app', 'deep'])"


async def test_a_plain_folder_does_not_hide_an_installed_package(tmp_path: Path) -> None:
    files = {
        "main": "from .app import ext\nimport httpx\nWHERE = httpx.__name__\n" + PANEL,
        "app": EXT,
    }
    (tmp_path / "httpx").mkdir()
    (tmp_path / "httpx" / "notes.txt").write_text("x")
    async with loaded(write(tmp_path, **files)) as peer:
        assert await panel_text(peer) == "httpx"


async def test_a_source_hidden_by_the_standard_library_is_told_of(tmp_path: Path) -> None:
    async with child() as peer:
        declared = await peer.load(write(tmp_path, main=EXT, logging="x = 1\n", other="x = 1\n"))
    assert [note for note in declared["notes"] if "hidden" in note] == [
        "logging of this folder is hidden by the standard library's, which the SDK has imported"
    ]


async def test_the_folder_is_the_working_directory_and_first_on_the_path(tmp_path: Path) -> None:
    main = "import os, sys\nWHERE = os.getcwd() + '|' + sys.path[0]\n" + EXT + PANEL
    async with loaded(write(tmp_path, main=main)) as peer:
        assert await panel_text(peer) == f"{tmp_path}|{tmp_path}"


async def test_a_folder_reached_by_a_link_keeps_the_name_it_was_given(tmp_path: Path) -> None:
    main = "import app\n"
    write(tmp_path / "real", main=main, app="1 / 0\n")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    report = await failure(tmp_path / "link")
    assert report.file == str(tmp_path / "link" / "app.py")


async def test_two_saves_of_one_size_in_one_second_never_load_the_old_text(tmp_path: Path) -> None:
    files = {"main": "import app\nfrom app import ext, WHERE\n" + PANEL, "app": EXT}
    write(tmp_path, **files)
    stamp = 1_700_000_000
    for text in ("one", "two", "six"):
        write(tmp_path, app=EXT + f"WHERE = {text!r}\n")
        os.utime(tmp_path / "app.py", (stamp, stamp))
        async with loaded(tmp_path) as peer:
            assert await panel_text(peer) == text


async def test_a_stale_pyc_left_by_somebody_else_is_never_read(tmp_path: Path) -> None:
    import py_compile

    write(tmp_path, main="from app import ext, WHERE\n" + PANEL, app=EXT + "WHERE = 'old'\n")
    stamp = 1_700_000_000
    os.utime(tmp_path / "app.py", (stamp, stamp))
    py_compile.compile(str(tmp_path / "app.py"), doraise=True)
    write(tmp_path, app=EXT + "WHERE = 'new'\n")
    os.utime(tmp_path / "app.py", (stamp, stamp))
    async with loaded(tmp_path) as peer:
        assert await panel_text(peer) == "new"


async def test_tracebacks_quote_the_text_that_runs_not_the_one_saved_since(tmp_path: Path) -> None:
    main = EXT + "@ext.panel('p')\nasync def p(ctx):\n    raise LookupError('first')\n"
    async with loaded(write(tmp_path, main=main)) as peer:
        write(tmp_path, main="# a new first line\n" * 5 + main)
        error = (await peer.invoke("panel", "p"))["error"]
    assert error["line"] == 5
    assert error["traceback"][-1]["code"] == "raise LookupError('first')"


# -- what can go wrong -----------------------------------------------------------------------------


async def test_a_missing_module_names_the_line_and_what_to_install(tmp_path: Path) -> None:
    report = await failure(write(tmp_path, main="import app\n", app="\nimport stripe_sdk\n"))
    assert (report.type, report.line) == ("ModuleNotFoundError", 2)
    assert report.file == str(tmp_path / "app.py")
    assert report.hint is not None
    assert "stripe_sdk" in report.hint


async def test_a_syntax_error_points_at_the_offending_line(tmp_path: Path) -> None:
    report = await failure(write(tmp_path, main="import app\n", app="x = 1\ny = 2\nz = = 2\n"))
    assert report.type == "SyntaxError"
    assert report.file == str(tmp_path / "app.py")
    assert report.line == 3
    assert report.traceback[-1].code == "z = = 2"
    assert report.message == "invalid syntax"


async def test_a_half_written_file_is_named_with_the_line_of_its_null_byte(tmp_path: Path) -> None:
    root = write(tmp_path, main="import app\n", app="x = 1\n")
    (root / "app.py").write_bytes(b"x = 1\ny = \0\0\n")
    report = await failure(root)
    assert (report.type, report.file, report.line) == ("SyntaxError", str(root / "app.py"), 2)
    assert "null bytes" in report.message


@pytest.mark.parametrize(
    ("statement", "kind", "hint"),
    [
        ("raise SystemExit(2)", "SystemExit", "never exit"),
        ("import sys; sys.exit('bye')", "SystemExit", "never exit"),
        ("import os; os.environ['NOTES_API_URL']", "KeyError", "NOTES_API_URL"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", None),
        ("input('name?')", "EOFError", "no terminal"),
        ("1 / 0", "ZeroDivisionError", None),
    ],
)
async def test_what_import_raises_is_reported_with_its_line(
    tmp_path: Path, statement: str, kind: str, hint: str | None
) -> None:
    report = await failure(write(tmp_path, main=f"\n\n{statement}\n" + EXT))
    assert (report.type, report.line, report.file) == (kind, 3, str(tmp_path / "main.py"))
    if hint is not None:
        assert report.hint is not None
        assert hint in report.hint


async def test_a_decorator_refused_at_import_leads_to_the_authors_line(tmp_path: Path) -> None:
    main = EXT + "\n@ext.panel('p', slot='main')\nasync def p(ctx):\n    return None\n"
    report = await failure(write(tmp_path, main=main))
    assert (report.type, report.line) == ("ValueError", 4)


async def test_no_entry_and_no_extension_say_what_is_expected(tmp_path: Path) -> None:
    report = await failure(write(tmp_path / "a", mian="x = 1\n"))
    assert "mian.py" in (report.hint or "")
    report = await failure(write(tmp_path / "b", main="import app\n", app=EXT))
    assert report.type == "NoExtensionError"
    assert report.hint == "import it: from app import ext"
    assert (report.file, report.line) == (str(tmp_path / "b" / "main.py"), 1)
    report = await failure(write(tmp_path / "c", main="x = 1\n"))
    assert "Extension(" in (report.hint or "")
    report = await failure(tmp_path / "nowhere")
    assert "not a folder" in report.message


async def test_an_endless_import_is_reported_as_blocked_and_can_be_looked_into(
    tmp_path: Path,
) -> None:
    root = write(tmp_path, main="def spin():\n    while True:\n        pass\n\nspin()\n")
    async with child() as peer:
        peer.channel.send({"t": "load", "id": 1, "root": str(root), "entry": "main.py"})
        blocked = await peer.message("blocked")
        assert blocked["ms"] >= 1000
        assert blocked["stack"][-1]["function"] == "spin"
        await peer.ping()
        assert any(f["function"] == "spin" for t in await peer.stacks() for f in t["frames"])


async def test_printing_and_failing_at_import_sends_the_print_first(tmp_path: Path) -> None:
    async with child() as peer:
        with pytest.raises(LoadFailedError):
            await peer.load(write(tmp_path, main="print('hello from import')\n1 / 0\n"))
        kinds = [m["t"] for m in peer.received]
        assert kinds.index("logs") < kinds.index("failed")
        record = await peer.record("hello from import")
        assert (record["line"], record["inv"]) == (1, None)
