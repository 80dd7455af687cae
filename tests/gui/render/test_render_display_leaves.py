"""Texts, figures, pictures and states: what they show and how they answer."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.gui.render.bench import Bench, call, node, stack, text
from workbench.gui.render.avatar import ground_of, initials_of
from workbench.gui.render.css_color import css_color
from workbench.gui.render.link import safe_href
from workbench.gui.render.progress import percent_of
from workbench.gui.render.text_block import TextBlock
from workbench.gui.theme import Theme

pytestmark = pytest.mark.gui


def picture(width: int = 40, height: int = 20, color: str = "#ff0000") -> str:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(data.data()).decode()


# -- Text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("props", "shown"),
    [
        ({"content": "plain"}, "plain"),
        ({"content": "one\ntwo   three"}, "one two three"),
        ({"content": 0}, "0"),
        ({"content": 1.5}, "1.5"),
        ({"content": None, "text": "alias"}, "alias"),
        ({"content": "", "text": "alias"}, "alias"),
        ({}, ""),
    ],
)
def test_a_text_shows_its_content(bench: Bench, props: dict[str, Any], shown: str) -> None:
    bench.show(stack(node("Text", **props)))
    assert bench.view("Text").spoken() == shown


@pytest.mark.parametrize(
    ("variant", "line"),
    [
        ("heading", 28),
        ("subheading", 24),
        ("body", 20),
        ("caption", 16),
        ("label", 16),
        ("code", 20),
        ("nonsense", 20),
        (None, 20),
        (["x"], 20),
    ],
)
def test_a_variant_has_its_line_height(bench: Bench, variant: Any, line: int) -> None:
    bench.show(stack(text("x") | {"props": {"content": "x", "variant": variant}}))
    assert bench.view("Text").h == line


def test_long_text_wraps_and_truncated_text_keeps_one_line_and_a_tooltip(bench: Bench) -> None:
    words = "several words that need more than one line " * 5
    bench.resize(300)
    bench.show(stack(text(words), node("Text", content=words, truncate=True)))
    wrapped, cut = bench.views("Text")
    assert wrapped.h > 40
    assert cut.h == 20
    assert wrapped.tooltip_at(QPoint(0, 0)) == ""
    assert cut.tooltip_at(QPoint(0, 0)).startswith("several words")


@pytest.mark.parametrize("width", [120, 200, 480, 1280])
def test_no_line_of_wrapped_text_is_wider_than_its_place(width: int, qapp: object) -> None:
    block = TextBlock(Theme("light"), "Wörter und ein seeehrlangesWortOhneLücke " * 8)
    block.height(width)
    layout = block._laid_out(width)
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    assert all(line.naturalTextWidth() <= width + 1 for line in lines)


# -- Badge, Avatar, Icon, Header, Divider ---------------------------------------------------------


@pytest.mark.parametrize(("size", "tall"), [("sm", 22), ("md", 26), ("lg", 22), (None, 22)])
def test_a_badge_has_the_height_of_its_size(bench: Bench, size: Any, tall: int) -> None:
    bench.show(stack(node("Badge", label="x", size=size), direction="h"))
    assert bench.view("Badge").h == tall


def test_a_badge_too_long_for_its_place_says_all_in_its_tooltip(bench: Bench) -> None:
    bench.resize(200)
    bench.show(stack(node("Badge", label="a label that cannot possibly fit in here")))
    assert "possibly" in bench.view("Badge").tooltip_at(QPoint(0, 0))


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ada Lovelace", "AL"), ("Bob", "BO"), ("a b c", "AC"), ("", "?"), ("  ", "?"), ("?", "?")],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


@pytest.mark.parametrize(
    ("name", "token"),
    [("Ada Lovelace", "warning"), ("Ann Lee", "teal"), ("Cy Dune", "success"), ("Dee", "accent")],
)
def test_a_name_has_the_platforms_colour(name: str, token: str) -> None:
    assert ground_of(name) == token


def test_an_avatar_draws_the_picture_and_falls_back_to_initials(bench: Bench) -> None:
    bench.show(stack(node("Avatar", name="A B", src=picture(color="#00ff00")), direction="h"))
    view = bench.view("Avatar")
    assert bench.panel.grab().toImage().pixelColor(view.x + 20, view.y + 20).green() > 240
    bench.show(stack(node("Avatar", name="A B", src="data:image/png;base64,AAAA"), direction="h"))
    assert bench.panel.grab().toImage().pixelColor(view.x + 3, view.y + 20).green() < 240


@pytest.mark.parametrize(
    ("value", "color"),
    [
        ("#f00", "#ff0000"),
        ("red", "#ff0000"),
        ("rgb(0, 128, 255)", "#0080ff"),
        ("rgb(0 128 255 / 50%)", "#0080ff"),
        ("hsl(120, 100%, 50%)", "#00ff00"),
        ("#00ff0080", "#00ff00"),
        ("var(--imp-color-primary)", "#2563eb"),
    ],
)
def test_css_colours_are_understood(bench: Bench, value: str, color: str) -> None:
    found = css_color(value)
    assert found is not None
    assert found.name() == color


@pytest.mark.parametrize(
    "value", ["", "currentColor", "nonsense", "rgb(x)", "#12", None, 5, "#zzz"]
)
def test_what_is_no_colour_is_the_text_colour(value: Any) -> None:
    assert css_color(value) is None


@pytest.mark.parametrize(
    ("level", "tall"), [(1, 32), (2, 28), (3, 28), (4, 24), (9, 28), ("1", 32)]
)
def test_a_header_has_the_height_of_its_level(bench: Bench, level: Any, tall: int) -> None:
    bench.show(stack(node("Header", text="H", level=level)))
    assert bench.view("Header").h == tall


# -- Stat, KeyValue, Timeline, Progress -----------------------------------------------------------


def test_a_stat_keeps_the_room_of_its_trend_row(bench: Bench) -> None:
    bench.show(
        stack(node("Stat", label="L", value=1), node("Stat", label="L", value=1, trend="+1"))
    )
    plain, trending = bench.views("Stat")
    assert trending.h - plain.h == 16
    assert trending.spoken() == "L, 1, +1"


def test_key_value_shows_null_and_false_as_the_platform_does(bench: Bench) -> None:
    items = [{"key": "a", "value": None}, {"key": "b", "value": False}, {"key": "c"}, "odd"]
    bench.show(stack(node("KeyValue", items=items)))
    assert bench.view("KeyValue").spoken() == "a: null. b: false. c: null. : null"


def test_key_value_grows_when_both_sides_must_wrap(bench: Bench) -> None:
    items = [{"key": "a rather long key", "value": "a value that is longer than the room for it"}]
    bench.show(stack(node("KeyValue", items=items)))
    tall = bench.view("KeyValue").h
    bench.resize(220)
    assert bench.view("KeyValue").h > tall


def test_a_timeline_lists_its_entries_and_treats_no_list_as_empty(bench: Bench) -> None:
    items = [{"title": "A", "time": "now"}, {"title": "B", "description": "why", "color": "red"}]
    bench.show(stack(node("Timeline", items=items)))
    assert bench.view("Timeline").spoken() == "A. now; B. why"
    bench.show(stack(node("Timeline", items="nothing")))
    assert bench.view("Timeline").h == 0


@pytest.mark.parametrize(
    ("value", "most", "percent"),
    [
        (50, 100, 50),
        (5, 10, 50),
        (500, 100, 100),
        (-5, 100, 0),
        (50, 0, 50),
        ("30", None, 30),
        (float("nan"), 100, 0),
        ({}, [], 0),
    ],
)
def test_progress_is_a_share_between_nothing_and_all(value: Any, most: Any, percent: float) -> None:
    assert percent_of(value, most) == percent


def test_progress_moves_to_a_new_value_and_arrives(bench: Bench, qtbot: QtBot) -> None:
    bench.show(stack(node("Progress", value=0, show_value=True)))
    view = bench.view("Progress")
    bench.show(stack(node("Progress", value=100, show_value=True)))
    far = QPoint(570, view.y + view.h - 4)
    primary = Theme("light").color("primary").name()
    qtbot.waitUntil(lambda: bench.panel.grab().toImage().pixelColor(far).name() == primary)
    assert view.spoken() == "Progress 100%"


# -- Alert, Link, Image ---------------------------------------------------------------------------


def test_a_dismissed_alert_takes_no_room_and_stays_away_over_a_refresh(bench: Bench) -> None:
    def tree(message: str, name: str = "a") -> dict[str, Any]:
        alert = {**node("Alert", message=message, dismissible=True), "id": name}
        return stack(text("top"), alert, text("below"))

    bench.show(tree("one"))
    bench.click("Close")
    top, below = bench.views("Text")
    assert below.y - (top.y + top.h) == 12
    bench.show(tree("two"))
    assert bench.views("Text")[1].y == below.y
    bench.show(tree("two", "b"))
    assert bench.views("Text")[1].y > 80
    assert "two" in bench.spoken()


@pytest.mark.parametrize(
    "href",
    ["https://a.b/c", "http://a", "mailto:a@b", "tel:+1", "/path", "#part", "HTTPS://A"],
)
def test_these_addresses_are_followed(href: str) -> None:
    assert safe_href(href) == href


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " javascript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "vbscript:x",
        "ftp://a",
        "",
        None,
        7,
        {},
    ],
)
def test_these_addresses_are_not(href: Any) -> None:
    assert safe_href(href) == ""


def test_a_link_opens_outside_navigates_inside_and_prefers_its_action(bench: Bench) -> None:
    bench.show(
        stack(
            node("Link", label="out", href="https://example.com"),
            node("Link", label="in", href="/apps/notes"),
            node("Link", label="act", href="https://example.com", on_click=call("act")),
            node("Link", label="bad", href="javascript:alert(1)"),
        )
    )
    for name in ("out", "in", "act"):
        bench.click(name)
    assert bench.host.opened == ["https://example.com"]
    assert bench.host.actions == [{"action": "navigate", "path": "/apps/notes"}, call("act")]
    assert "not followed" in bench.view("Link", 3).tooltip_at(QPoint(0, 0))


def test_a_picture_keeps_its_proportions_inside_its_place(bench: Bench) -> None:
    bench.resize(200)
    bench.show(stack(node("Image", src=picture(400, 200), alt="p")))
    view = bench.view("Image")
    assert (view.w, view.h) == (152, 76)
    bench.show(stack(node("Image", src=picture(400, 200), width="100")))
    assert bench.view("Image").h == 50


def test_a_picture_from_the_web_is_not_fetched_and_its_host_is_named(bench: Bench) -> None:
    bench.show(stack(node("Image", src="https://example.com/a.png")))
    assert bench.view("Image").spoken() == "Image not loaded from example.com"
    assert bench.host.actions == []
    assert bench.host.opened == []


async def test_a_host_may_provide_the_bytes_of_a_picture(bench: Bench) -> None:
    asked: list[str] = []

    async def image(url: str) -> bytes:
        asked.append(url)
        return base64.b64decode(picture(60, 30).partition(",")[2])

    bench.host.image = image
    bench.show(stack(node("Image", src="https://example.com/a.png"), direction="h"))
    for _ in range(5):
        await asyncio.sleep(0)
    bench.settle()
    assert asked == ["https://example.com/a.png"]
    assert (bench.view("Image").w, bench.view("Image").h) == (60, 30)


def test_an_image_that_is_none_says_so_and_a_clicked_one_acts(bench: Bench) -> None:
    bench.show(
        stack(
            node("Image", src="data:image/png;base64,AAAA"),
            node("Image", src=picture(), alt="Logo", on_click=call("open")),
        )
    )
    assert bench.view("Image").spoken() == "Image unavailable"
    bench.click("Logo")
    assert bench.host.actions == [call("open")]


# -- Empty, Error, Loading, Video, Audio ----------------------------------------------------------


def test_empty_offers_its_action_under_the_actions_own_label(bench: Bench) -> None:
    bench.show(node("Empty", message="Nothing", action=call("new", label="Create")))
    bench.click("Create")
    assert bench.host.actions == [call("new", label="Create")]
    bench.show(node("Empty", action=call("again")))
    bench.click("Try again")
    assert bench.spoken() == ["No data"]


def test_error_offers_to_try_again(bench: Bench) -> None:
    bench.show(node("Error", message="Broken", retry=call("retry")))
    assert bench.spoken() == ["Error. Broken"]
    bench.click("Try again")
    assert bench.host.actions == [call("retry")]


def test_loading_turns_only_while_it_is_there(bench: Bench, qtbot: QtBot) -> None:
    bench.show(stack(node("Loading", message="Wait"), node("Loading", variant="skeleton")))
    assert bench.spoken() == ["Wait", "Loading"]
    first = bench.panel.grab().toImage()
    qtbot.waitUntil(lambda: bench.panel.grab().toImage() != first)
    bench.show(None)


@pytest.mark.parametrize("kind", ["Video", "Audio"])
def test_media_open_outside_and_are_never_fetched(bench: Bench, kind: str) -> None:
    bench.show(stack(node(kind, src="https://example.com/film.mp4")))
    assert bench.host.opened == []
    bench.click(f"Open {kind.lower()} film.mp4")
    assert bench.host.opened == ["https://example.com/film.mp4"]


def test_media_without_a_source_say_so(bench: Bench) -> None:
    bench.show(stack(node("Video"), node("Audio", src="")))
    bench.panel.grab()
    assert (bench.view("Video").h, bench.view("Audio").h) == (68, 52)
