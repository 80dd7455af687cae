"""The stage wears the agency theme and runs the way of whoever is signed in, at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.render.panel_view import PanelView
from workbench.gui.stage.wardrobe import faults_of, runs_from_right
from workbench.gui.theme import manager
from workbench.gui.theme.agency import PLATFORM, read
from workbench.kernel.options import KernelOptions

MAIN = """
from imperal_sdk import Extension, ui
ext = Extension("demo", version="1.0.0", display_name="Demo", description="For a test.")

@ext.panel("side", slot="left", title="Side")
async def side(ctx, **params):
    return ui.Stack([ui.Text(f"for {ctx.user.imperal_id} in {ui.theme(ctx).density}")])
"""
WORKSPACE = """
[agency_theme]
density = "compact"
[agency_theme.colors]
primary = { light = "#7c3aed", dark = "#a78bfa" }
text = { light = "#cccccc", dark = "#ffffff" }

[[personas]]
imperal_id = "u-ada"
[[personas]]
imperal_id = "u-noor"
locale = "ar-EG"
[[personas]]
imperal_id = "u-ben"
attributes = { agency_theme = { density = "spacious" } }
"""


@pytest.fixture(autouse=True)
def undressed() -> Iterator[None]:
    yield
    manager().dress_panels(PLATFORM)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    root = tmp_path / "demo"
    root.mkdir()
    (root / "main.py").write_text(MAIN)
    (root / "workbench.toml").write_text(WORKSPACE)
    return root


def side(chrome: Chrome) -> PanelView | None:
    page = chrome.stage.columns["left"].current()
    return None if page is None else page.view()


def said(chrome: Chrome) -> str:
    view = side(chrome)
    if view is None:
        return ""
    return " ".join(one.spoken() for one in view.surface.views())


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_panels_follow_the_person_signed_in(chrome: Chrome, demo: Path) -> None:
    notices: list[str] = []
    chrome.session.notice.connect(notices.append)
    own = manager().current.color("primary")
    await chrome.session.start(lambda: KernelOptions(), [demo])
    await until(lambda: "for u-ada in compact" in said(chrome), "Ada's panel")
    view = side(chrome)
    assert view is not None
    assert view.theme.agency.density == "compact"
    assert view.theme.color("primary").name() in ("#7c3aed", "#a78bfa")
    assert manager().current.color("primary") == own
    assert not view.isRightToLeft()
    assert not chrome.window.isRightToLeft()
    assert any("text #cccccc" in notice for notice in notices)
    kernel = chrome.session.kernel
    assert kernel is not None
    problems = await kernel.journal.query(kinds=["problem"])
    assert [record.status for record in problems if "#cccccc" in record.name] == ["warning"]

    await chrome.session.choose_persona("u-noor")
    await until(lambda: "for u-noor in compact" in said(chrome), "Noor's panel")
    view = side(chrome)
    assert view is not None
    assert view.isRightToLeft()
    assert view.surface.isRightToLeft()
    assert not chrome.window.isRightToLeft()
    assert not chrome.toolbar.isRightToLeft()

    await chrome.session.choose_persona("u-ben")
    await until(lambda: "for u-ben in spacious" in said(chrome), "Ben's panel")
    view = side(chrome)
    assert view is not None
    assert not view.isRightToLeft()
    assert view.theme.agency.density == "spacious"
    assert view.theme.color("primary") == own

    await chrome.session.folders.close("demo")
    assert manager().panels is manager().current


def test_faults_are_those_of_both_themes() -> None:
    raw = {"density": "?", "colors": {"text": {"light": "#eeeeee", "dark": "#111111"}}}
    first, light, dark = faults_of(read(raw))
    assert first.startswith("density is one of")
    assert light.startswith("light: text #eeeeee")
    assert dark.startswith("dark: text #111111")


@pytest.mark.parametrize("locale", ["ar", "ar-EG", "he", "iw_IL", "fa", "ur-PK", "az-Arab", "ckb"])
def test_these_locales_run_from_right_to_left(locale: str) -> None:
    assert runs_from_right(locale)


@pytest.mark.parametrize("locale", ["", "en", "de-DE", "az", "tr", "nonsense", "zh-Hant"])
def test_these_do_not(locale: str) -> None:
    assert not runs_from_right(locale)
