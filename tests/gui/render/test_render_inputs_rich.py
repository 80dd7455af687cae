"""The rich editor: HTML in and out, its commands, its keys, and files for uploads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.render.bench import Bench, call, node
from tests.gui.render.person import enter, field, press, type_text
from tests.gui.render.probes_forms import form, submit
from workbench.gui.render.documents.rich_editor import RichEditorView
from workbench.gui.render.documents.rich_html import read_html, write_html
from workbench.gui.render.uploads.bulk import BulkUploadView
from workbench.gui.render.uploads.bulk_queue import BulkQueue, measured
from workbench.gui.render.uploads.rules import size_text, upload_rules
from workbench.gui.render.uploads.view import FileUploadView

SAMPLES = [
    "<p>abc</p>",
    "<h2>Title</h2><p>Some <strong>bold</strong> and <em>italic</em> text</p>",
    "<ul><li><p>one</p><ul><li><p>deep</p></li></ul></li><li><p>two</p></li></ul>",
    "<ol><li><p>x</p></li></ol><p>after</p>",
    "<pre><code>a &lt; b\n\nc</code></pre><hr><blockquote><p>q</p></blockquote>",
    '<p>to <a href="https://e.com">there</a></p>',
    "<p>a<br>b</p><p></p><p>c</p>",
]


def editor(bench: Bench, **props: Any) -> RichEditorView:
    bench.show(node("RichEditor", **props))
    view = field(bench)
    assert isinstance(view, RichEditorView)
    return view


@pytest.mark.parametrize("html", SAMPLES)
def test_html_survives_the_editor(bench: Bench, html: str) -> None:
    assert write_html(read_html(html)) == html
    assert editor(bench, content=html).edit.html() == html


@given(st.text(alphabet="<>/abph1uliolpre strong&;\"'\n", max_size=200))
def test_any_text_reads_as_html_that_is_stable(source: str) -> None:
    once = write_html(read_html(source))
    assert write_html(read_html(once)) == once
    assert "<script" not in once


def test_scripts_and_unknown_tags_lose_their_tags(bench: Bench) -> None:
    view = editor(bench, content="<p>a<script>bad()</script><u>b</u></p><h5>c</h5>plain")
    assert view.edit.html() == "<p>ab</p><h3>c</h3><p>plain</p>"


def test_commands_style_blocks_and_words(bench: Bench) -> None:
    view = editor(bench, content="<p>word</p>")
    enter(bench, view)
    view.edit.selectAll()
    bench.click("Bold")
    assert view.edit.html() == "<p><strong>word</strong></p>"
    bench.click("Heading 1")
    assert view.edit.html() == "<h1>word</h1>"
    bench.click("Bullet list")
    assert view.edit.html() == "<ul><li><p>word</p></li></ul>"
    assert view.card.bar.buttons["bullet"].isChecked()
    bench.click("Bullet list")
    bench.click("Code block")
    assert view.edit.html() == "<pre><code>word</code></pre>"


def test_a_rule_and_what_is_typed_after_it(bench: Bench) -> None:
    view = editor(bench, content="<p>a</p>")
    target = enter(bench, view)
    bench.click("Rule")
    QTest.keyClicks(target, "b")
    assert view.edit.html() == "<p>a</p><hr><p>b</p>"


def test_enter_leaves_headings_and_empty_items(bench: Bench) -> None:
    view = editor(bench)
    target = enter(bench, view)
    bench.click("Heading 2")
    QTest.keyClicks(target, "T")
    press(bench, target, Qt.Key.Key_Return)
    bench.click("Numbered list")
    QTest.keyClicks(target, "one")
    press(bench, target, Qt.Key.Key_Return)
    press(bench, target, Qt.Key.Key_Return)
    QTest.keyClicks(target, "end")
    assert view.edit.html() == "<h2>T</h2><ol><li><p>one</p></li></ol><p>end</p>"


def test_pasted_html_keeps_only_what_the_editor_knows(bench: Bench) -> None:
    view = editor(bench)
    data = QMimeData()
    data.setHtml("<b>x</b><img src='file:///etc/passwd'><script>y</script>")
    view.edit.insertFromMimeData(data)
    assert view.edit.html() == "<p><strong>x</strong></p>"


def test_only_content_that_is_there_takes_part_in_a_form(bench: Bench) -> None:
    bench.show(form(node("RichEditor", param_name="body")))
    submit(bench)
    type_text(bench, field(bench), "hi", instead=False)
    submit(bench)
    assert bench.host.actions == [call("s"), call("s", body="<p>hi</p>")]


def test_a_refresh_with_the_same_content_keeps_the_words_being_typed(bench: Bench) -> None:
    view = editor(bench, content="<p>a</p>", placeholder="one")
    type_text(bench, view, "b", instead=False)
    editor(bench, content="<p>a</p>", placeholder="two")
    assert view.edit.html() == "<p>ba</p>"
    editor(bench, content="<p>new</p>", placeholder="two")
    assert view.edit.html() == "<p>new</p>"


# -- uploads ------------------------------------------------------------------------------------


def test_rules_refuse_by_ending_type_and_size() -> None:
    rules = upload_rules({"accept": ".pdf, image/*", "max_size_mb": 1, "blocked_extensions": "gif"})
    assert rules.refusal("a.pdf", 10) == ""
    assert rules.refusal("a.PNG", 10) == ""
    assert "Blocked" in rules.refusal("a.gif", 10)
    assert "not accepted" in rules.refusal("a.txt", 10)
    assert "too large" in rules.refusal("a.pdf", 2_000_000)
    assert [size_text(size) for size in (1, 2970, 95301, 5_000_000)] == [
        "1 B",
        "2.9 KB",
        "93.1 KB",
        "4.8 MB",
    ]


def test_what_is_too_much_together_is_told_of(bench: Bench, tmp_path: Path, qtbot: QtBot) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(3)]
    for file in files:
        file.write_text("x")
    bench.show(node("FileUpload", max_files=2, on_upload=call("up")))
    view = bench.view("FileUpload")
    assert isinstance(view, FileUploadView)
    view.take(files)
    qtbot.waitUntil(lambda: bool(bench.host.actions))
    assert len(bench.host.actions[0]["params"]["files"]) == 2
    assert "At most 2 files" in view.notice.text


def test_statuses_answer_per_file_and_clear_all_clears(
    bench: Bench, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a.txt").write_text("x")
    bench.show(node("FileUpload", on_upload=call("up")))
    view = bench.view("FileUpload")
    assert isinstance(view, FileUploadView)
    view.take([tmp_path / "a.txt", tmp_path / "missing.txt"])
    qtbot.waitUntil(lambda: bool(bench.host.actions))
    client_id = bench.host.actions[0]["params"]["files"][0]["client_id"]
    answer = {client_id: {"status": "error", "error": "virus"}}
    bench.show(node("FileUpload", on_upload=call("up"), statuses=answer))
    assert [row.error for row in view.rows] == ["virus", "No such file or directory"]
    bench.click("Clear all")
    assert view.rows == []


class Uploads:
    """An uploader whose answers are told beforehand."""

    def __init__(self, answers: list[int | OSError]) -> None:
        self.answers = answers
        self.sent: list[str] = []

    async def upload(self, endpoint: str, path: Path) -> int:
        self.sent.append(path.name)
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("answers", "state", "waits"),
    [
        ([200], "done", []),
        ([503, 429, 201], "done", [0.4, 1.2]),
        ([OSError("gone"), 200], "done", [0.4]),
        ([500, 500, 500], "failed", [0.4, 1.2]),
        ([403], "failed", []),
    ],
)
@pytest.mark.asyncio
async def test_what_failed_for_a_while_is_sent_again(
    tmp_path: Path, answers: list[Any], state: str, waits: list[float]
) -> None:
    (tmp_path / "a.txt").write_text("x")
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    queue = BulkQueue(lambda: None, wait)
    queue.add([measured(tmp_path / "a.txt"), measured(tmp_path / "a.txt")])
    await queue.run(Uploads(answers), "/in", 6)
    assert [file.state for file in queue.files] == [state]
    assert waited == waits


def test_a_folder_gives_its_files_and_nothing_is_sent_without_an_uploader(
    bench: Bench, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/b.txt", "sub/c.bin"):
        (tmp_path / name).write_text("x")
    bench.show(node("BulkUpload", endpoint="/in", accept=".txt"))
    view = bench.view("BulkUpload")
    assert isinstance(view, BulkUploadView)
    view.take([tmp_path])
    assert [file.path.name for file in view.queue.files] == ["a.txt", "b.txt"]
    assert not view.upload.isEnabled()
    assert "Nothing is sent" in view.note.text
