"""BulkUpload in the window: real files go through the kernel to whoever stands for the endpoint."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.render.uploads.bulk import BulkUploadView
from workbench.kernel.options import KernelOptions

SOURCE = """
from imperal_sdk import Extension, ui

ext = Extension("files", version="1.0.0", display_name="Files", icon="icon.svg",
                description="Takes files.")


@ext.panel("drop", slot="left", title="Drop")
async def drop(ctx, **params):
    node = ui.Stack([ui.Text("Files")]).to_dict()
    node["props"]["children"].append({
        "type": "BulkUpload",
        "props": {"endpoint": "/v1/files", "concurrency": 3, "accept": ".txt,.csv"},
    })
    return node
"""

RULES = """
[http]
base_url = "https://files.example.com"

[[http.rule]]
method = "POST"
url = "/v1/files"
status = 503
times = 1

[[http.rule]]
method = "POST"
url = "/v1/files"
status = 201
json = {stored = true}
"""


async def open_panel(chrome: Chrome, tmp_path: Path, rules: str = RULES) -> BulkUploadView:
    """Opens the extension in the window and finds its BulkUpload."""
    root = tmp_path / "files"
    root.mkdir()
    (root / "main.py").write_text(SOURCE)
    (root / "workbench.toml").write_text(rules)
    (root / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    await chrome.session.start(lambda: KernelOptions(), [root])
    await until(lambda: bool(_views(chrome)), "the panel")
    return _views(chrome)[0]


def _views(chrome: Chrome) -> list[BulkUploadView]:
    page = chrome.stage.columns["left"].current()
    panel = page.view() if page is not None else None
    views = panel.surface.views() if panel is not None else ()
    return [view for view in views if isinstance(view, BulkUploadView)]


def drop(view: BulkUploadView, *paths: Path) -> None:
    """Drops files on the zone, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    view.zone.dropEvent(event)


async def test_dropped_files_are_sent_and_each_is_in_the_journal(
    chrome: Chrome, tmp_path: Path
) -> None:
    view = await open_panel(chrome, tmp_path)
    folder = tmp_path / "given"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.csv", "deep/c.txt"):
        (folder / name).write_bytes(f"content of {name}".encode())
    (folder / "left.bin").write_bytes(b"no")
    drop(view, folder)
    await until(lambda: len(view.queue.files) == 3, "the files in the list")
    await until(view.upload.isEnabled, "the button")
    QTest.mouseClick(view.upload, Qt.MouseButton.LeftButton)
    await until(lambda: view.queue.count("done") == 3 and not view.queue.busy, "all sent")
    kernel = chrome.session.kernel
    assert kernel is not None
    records = [r for r in await kernel.journal.query(kinds=["http"]) if r.name == "http.upload"]
    codes = sorted(record.body["value"]["status_code"] for record in records)
    assert codes == [201, 201, 201, 503]  # one was turned away at first and tried again
    sent = " ".join(record.body["request"]["body"] for record in records)
    assert "content of deep/c.txt" in sent
    assert 'name="file"; filename="a.txt"' in sent
    await until(lambda: view.list.accessibleName().startswith("3 of 3 sent"), "the overall bar")


async def test_a_refusal_is_told_beside_the_file_and_can_be_tried_again(
    chrome: Chrome, tmp_path: Path
) -> None:
    refusing = RULES.replace("status = 503", "status = 413")
    view = await open_panel(chrome, tmp_path, refusing)
    (tmp_path / "a.txt").write_text("x")
    drop(view, tmp_path / "a.txt")
    await until(view.upload.isEnabled, "the button")
    QTest.mouseClick(view.upload, Qt.MouseButton.LeftButton)
    await until(lambda: view.queue.count("failed") == 1 and not view.queue.busy, "refused")
    assert view.queue.files[0].error == "HTTP 413"
    await until(lambda: not view.again.isHidden(), "another try is offered")
    QTest.mouseClick(view.again, Qt.MouseButton.LeftButton)
    await until(lambda: view.queue.count("done") == 1, "sent")


async def test_a_file_that_is_gone_says_so_and_the_others_are_sent(
    chrome: Chrome, tmp_path: Path
) -> None:
    view = await open_panel(chrome, tmp_path, RULES.replace("status = 503", "status = 200"))
    view.queue._wait = _at_once
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    drop(view, tmp_path / "a.txt", tmp_path / "b.txt")
    await until(view.upload.isEnabled, "the button")
    (tmp_path / "a.txt").unlink()
    QTest.mouseClick(view.upload, Qt.MouseButton.LeftButton)
    await until(lambda: not view.queue.busy and view.queue.count("waiting") == 0, "the end")
    assert [file.state for file in view.queue.files] == ["failed", "done"]
    assert "No such file" in view.queue.files[0].error


async def _at_once(seconds: float) -> None:
    """Waits for nothing."""
