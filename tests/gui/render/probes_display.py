"""What was observed of buttons, overlays, containers and texts on the platform, done again here."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench, call, node, stack, text
from tests.gui.render.person import field, hover, press, type_text
from workbench.gui.render.documents.html import sanitised
from workbench.gui.render.documents.rich_editor import RichEditorView
from workbench.gui.render.overlays.layer import Layer
from workbench.gui.render.overlays.menu import MenuView
from workbench.gui.render.refusals import MAX_DEPTH
from workbench.gui.render.tooltip import TooltipTarget
from workbench.gui.render.uploads.view import FileUploadView

Note = dict[str, Any] | None
ENTER = Qt.Key.Key_Return


def wait_until(true: Any, seconds: float = 5.0) -> None:
    """Let the event loop turn until something holds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        QTest.qWait(5)


def button(bench: Bench) -> Note:
    bench.show(node("Button", label="Go", on_click=call("go", id=1)))
    bench.click("Go")
    return None


def button_failed(bench: Bench) -> Note:
    bench.host.error = "boom"
    bench.show(node("Button", label="Go", on_click=call("go")))
    bench.click("Go")
    return {"alert": bench.view("Button").spoken()}


def _menu(bench: Bench, **props: Any) -> MenuView:
    bench.show(stack(node("Menu", **props), direction="h"))
    view = bench.view("Menu")
    assert isinstance(view, MenuView)
    return view


def menu_confirm(bench: Bench) -> Note:
    item = {"label": "Delete", "on_click": call("del"), "confirm": "Really?"}
    view = _menu(bench, items=[item])
    view.button.click()
    press(bench, view.panel, Qt.Key.Key_Down)
    press(bench, view.panel, ENTER)
    return None


def menu_trigger(bench: Bench) -> Note:
    trigger = node("Button", label="Act", on_click=call("never"))
    view = _menu(bench, items=[{"label": "One"}], trigger=trigger)
    view.button.click()
    bench.settle()
    return {"text": view.button.text()}


def _dialog(bench: Bench) -> Any:
    bench.show(stack(node("Dialog", title="T", content=text("c"), on_confirm=call("ok"))))
    return bench.view("Dialog")


def _open_layers(bench: Bench) -> int:
    return sum(layer.isVisible() for layer in bench.panel.findChildren(Layer))


def dialog_confirm(bench: Bench) -> Note:
    _dialog(bench).sheet.confirm.click()
    bench.settle()
    return {"open": _open_layers(bench)}


def dialog_cancel(bench: Bench) -> Note:
    _dialog(bench).sheet.cancel.click()
    bench.settle()
    assert _open_layers(bench) == 0
    return None


def dialog_again(bench: Bench) -> Note:
    def tree(**identity: Any) -> dict[str, Any]:
        dialog = {**node("Dialog", title="T", content=text(str(identity))), **identity}
        return stack(dialog)

    bench.show(tree())
    bench.view("Dialog").sheet.cancel.click()
    bench.settle()
    bench.show(node("Stack", children=tree()["props"]["children"], gap=4))
    resent = _open_layers(bench)
    bench.show(tree(id="second", revision="2"))
    return {"open_after_resend": resent, "open_after_new_id_revision": _open_layers(bench)}


def slideover_esc(bench: Bench) -> Note:
    bench.show(stack(node("SlideOver", title="T", children=[], on_close=call("closed"))))
    press(bench, bench.view("SlideOver").layer, Qt.Key.Key_Escape)
    return None


def link_both(bench: Bench) -> Note:
    bench.show(node("Link", label="Go", href="https://e.com", on_click=call("go")))
    bench.click("Go")
    assert bench.host.opened == []
    return {"target": None, "href": bench.view("Link").node.get("href")}


def link_script(bench: Bench) -> Note:
    bench.show(node("Link", label="Go", href="javascript:alert(1)"))
    clickable = [w for w in bench.panel.findChildren(object) if _is_link(w)]
    return {"a": len(clickable), "span": 1 if bench.view("Link").spoken() else 0}


def _is_link(thing: object) -> bool:
    name = getattr(thing, "accessibleName", lambda: "")()
    return name == "Go" and getattr(thing, "isVisible", lambda: False)()


def card_button(bench: Bench) -> Note:
    inner = node("Button", label="B", on_click=call("btn"))
    bench.show(node("Card", title="T", content=inner, on_click=call("card")))
    bench.click("B")
    return None


def card_clicks(bench: Bench) -> Note:
    bench.show(node("Card", content=text("words"), on_click=call("card")))
    view = bench.view("Card")
    bench.click_at(view, 5, 5)
    padding = len(bench.host.actions)
    bench.click_at(bench.view("Text"), 5, 5)
    on_text = len(bench.host.actions)
    press(bench, bench.widget("Card"), ENTER)
    return {
        "after_padding_click": padding,
        "after_text_click": on_text,
        "after_enter": len(bench.host.actions),
    }


def icon_without_color(bench: Bench) -> Note:
    bench.show(node("Icon", name="star", color="", size="2xl"))
    picture = bench.panel.viewport().grab().toImage()
    return {"drawn": _inked(picture)}


def _inked(picture: QImage) -> bool:
    ground = QColor(picture.pixel(2, 2)).lightness()
    return any(
        abs(QColor(picture.pixel(x, y)).lightness() - ground) > 100
        for x in range(24, 56)
        for y in range(24, 56)
    )


def empty_label(bench: Bench) -> Note:
    bench.show(node("Empty", message="None", action=call("mk", label="Make one", z=1)))
    bench.click("Make one")
    return {"label": "Make one"}


def section_revision(bench: Bench) -> Note:
    def tree(revision: str) -> dict[str, Any]:
        section = node("Section", title="S", collapsible=True, children=[text("inside")])
        return stack({**section, "revision": revision})

    bench.show(tree("1"))
    bench.click("S")
    collapsed = len(bench.views("Text"))
    bench.show(tree("2"))
    assert len(bench.views("Text")) == 1
    return {"after_collapse": collapsed}


def signal_value(bench: Bench) -> Note:
    bench.show(stack(text({"__type__": "signal", "key": "count", "default": 0})))
    assert bench.spoken() == ["This section failed to render."]
    return None


def unknown(bench: Bench) -> Note:
    bench.show(node("Hologram"))
    return {"spoken": any("Hologram" in words for words in bench.spoken())}


def case(bench: Bench) -> Note:
    bench.show({"type": "STACK", "props": {"children": [{**text("case"), "type": "tExT"}]}})
    assert bench.spoken() == ["case"]
    return {}


def row_alias(bench: Bench) -> Note:
    bench.show(node("Row", children=[text("a"), text("b")]))
    one, two = bench.views("Text")
    assert two.y > one.y
    return {}


def single_child(bench: Bench) -> Note:
    bench.show(node("Stack", children=text("solo")))
    assert bench.spoken() == ["solo"]
    return {}


def null_child(bench: Bench) -> Note:
    bench.show(stack(text("kept"), None))
    return {"kept": "kept" in bench.spoken(), "views": len(bench.views("Stack"))}


def string_child(bench: Bench) -> Note:
    bench.show(stack("lost", text("x")))
    return {"shown": "x" in bench.spoken(), "lost": "lost" in bench.spoken()}


def no_props(bench: Bench) -> Note:
    bench.show(stack({"type": "Text"}))
    assert any("failed to render" in words for words in bench.spoken())
    return {}


def text_zero(bench: Bench) -> Note:
    bench.show(text(0))
    return {"spoken": bench.spoken()}


def text_values(bench: Bench) -> Note:
    bench.show(stack(text(True), text(["a", "b"]), text(12.5)))
    return {"spoken": bench.spoken()}


def deep(bench: Bench, levels: int) -> Note:
    tree = text("bottom")
    for _ in range(levels):
        tree = stack(tree)
    bench.show(tree)
    said = " ".join(bench.spoken())
    return {"found": "bottom" in said, "said": "Nested deeper" in said}


def html_sandbox(bench: Bench) -> Note:
    source = '<p style="color:red" onclick="x()">a</p><script>bad()</script><b>d</b>'
    clean = sanitised(source)
    bench.show(node("Html", content=source))
    assert "script" not in clean
    assert "onclick" not in clean
    return {}


def html_inline(bench: Bench) -> Note:
    clean = sanitised('<a href="javascript:x()">l</a><b>d</b><iframe src="x"></iframe>')
    bench.show(node("Html", content="<b>d</b>", sandbox=False))
    assert "<b>d</b>" in clean
    assert "javascript" not in clean
    assert "iframe" not in clean
    return {}


def markdown(bench: Bench) -> Note:
    bench.show(node("Markdown", content="<b>x</b> [j](javascript:alert(1)) [a](https://e.com)"))
    words = " ".join(bench.spoken()) + " ".join(_plain_texts(bench))
    assert "<b>x</b>" in words
    assert "javascript" not in words
    return {}


def _plain_texts(bench: Bench) -> list[str]:
    documents = (getattr(w, "toPlainText", None) for w in bench.panel.findChildren(object))
    return [read() for read in documents if read is not None]


def rich_editor(bench: Bench) -> Note:
    bench.show(node("RichEditor", param_name="body", on_change=call("chg"), on_save=call("save")))
    view = field(bench)
    assert isinstance(view, RichEditorView)
    target = type_text(bench, view, "abc", instead=False)
    at_once = len(bench.host.actions)
    wait_until(lambda: bench.host.actions)
    press(bench, target, Qt.Key.Key_S, control=True)
    return {"immediately": at_once}


def upload(bench: Bench, folder: Path) -> Note:
    picture, program = folder / "pic.png", folder / "run.exe"
    picture.write_bytes(b"\x89PNG" + bytes(95297))
    program.write_bytes(b"x")
    bench.show(node("FileUpload", blocked_extensions=["exe"], on_upload=call("up", k=1)))
    view = bench.view("FileUpload")
    assert isinstance(view, FileUploadView)
    view.take([program, picture])
    wait_until(lambda: bench.host.actions)
    return {"rows": [(row.name, row.size, row.error) for row in view.rows]}


def tooltip(bench: Bench) -> Note:
    bench.show(node("Tooltip", content="Hi", children=text("target")))
    target = bench.panel.findChild(TooltipTarget)
    assert target is not None
    hover(target, QPoint(3, 3))
    QTest.qWait(100)
    early = int(target.bubble is not None)
    wait_until(lambda: target.bubble is not None)
    QApplication.sendEvent(target, QEvent(QEvent.Type.Leave))
    return {"at120ms": early, "at420ms": 1}


def _tabs(first: str, second: str) -> dict[str, Any]:
    tabs = [
        {"label": "A", "content": node("Input", param_name="a", value=first)},
        {"label": "B", "content": text(second)},
    ]
    return node("Tabs", tabs=tabs)


def tabs_kept(bench: Bench) -> Note:
    bench.show(_tabs("", "bb"))
    bench.click("B")
    bench.show(_tabs("", "bb2"))
    return {"panel": bench.spoken()[-1]}


def tabs_lose(bench: Bench) -> Note:
    bench.show(_tabs("", "bb"))
    type_text(bench, field(bench), "typed")
    bench.click("B")
    bench.click("A")
    return {"value": field(bench).focus_target().text()}


SCENARIOS = {
    "Button click": button,
    "Button failure text": button_failed,
    "Menu item with confirm prop": menu_confirm,
    "Menu trigger on_click ignored": menu_trigger,
    "Dialog confirm": dialog_confirm,
    "Dialog cancel": dialog_cancel,
    "Dialog re-sent same node after close stays closed": dialog_again,
    "SlideOver esc": slideover_esc,
    "Link action + href": link_both,
    "Link javascript href": link_script,
    "Card click vs nested button": card_button,
    "Card click on padding / Enter key": card_clicks,
    "Icon with empty color": icon_without_color,
    "Empty action label": empty_label,
    "Section re-expands on revision": section_revision,
    "Signal prop value": signal_value,
    "Unknown type": unknown,
    "Type names case-insensitive": case,
    "Row alias type renders vertical": row_alias,
    "children as a single object": single_child,
    "null child / string child": null_child,
    "string child": string_child,
    "missing props object": no_props,
    "Text content number 0": text_zero,
    "Text content bool/array": text_values,
    "deep nesting 400": lambda bench: deep(bench, MAX_DEPTH - 2),
    "deep nesting 1500": lambda bench: deep(bench, 1500),
    "deep nesting 3000": lambda bench: deep(bench, 3000),
    "Html sandbox iframe attrs": html_sandbox,
    "Html inline sanitised": html_inline,
    "Markdown raw html / link targets": markdown,
    "RichEditor change debounce + ctrl+S": rich_editor,
    "Tooltip delay default": tooltip,
    "Tabs state kept on refresh": tabs_kept,
    "Tabs unmount inactive: form edits lost on tab switch": tabs_lose,
}
