"""The stage of an ended session, read back from its journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kernel.conftest import Start, Write
from workbench.kernel.journal.journal import Journal
from workbench.kernel.kernel import Kernel
from workbench.kernel.panel_answer import PanelAnswer
from workbench.kernel.sessions.place import PanelPlace, Place, write_place
from workbench.kernel.sessions.stage import StoodApp, read_stage

PANELS = """
@ext.panel("list", slot="left", title="List")
async def listed(ctx, tab="all", **params):
    if tab == "broken":
        raise ValueError("no such tab")
    return ui.Text(f"{tab} of {ctx.user.imperal_id}")

@ext.panel("other", slot="left")
async def other(ctx, **params):
    return ui.Text("other")

@ext.panel("detail", slot="center", center_overlay=True)
async def detail(ctx, item="", **params):
    return ui.Text(f"item {item}")

@ext.panel("data", slot="right")
async def data(ctx, **params):
    return {"no": "tree"}
"""


@pytest.fixture
async def loaded(start: Start, write: Write, tmp_path: Path) -> Kernel:
    """A kernel whose panels were discovered for Ada."""
    kernel = await start(state=tmp_path / "state")
    await kernel.load(write(PANELS))
    await kernel.panels.discover("demo")
    return kernel


def told(answers: tuple[PanelAnswer, ...]) -> list[tuple[str, str, object]]:
    """Slot, panel and text of each answer; what went wrong in place of a text."""
    return [
        (a.slot, a.panel_id, a.ui["props"]["content"] if a.ui else a.error and a.error.message)
        for a in answers
    ]


async def stood(kernel: Kernel, place: Place | None = None) -> list[StoodApp]:
    await kernel.journal.flush()
    if place is not None:
        write_place(kernel.journal.path, place)
    return read_stage(kernel.journal.path)


async def test_the_answers_are_those_the_panels_gave_last(loaded: Kernel) -> None:
    (app,) = await stood(loaded)
    assert told(app.answers["u-ada"]) == [
        ("left", "other", "other"),
        ("left", "list", "all of u-ada"),
        ("right", "data", None),
    ]
    shown = loaded.panels.current("demo", "list")
    again = app.answers["u-ada"][1]
    assert shown is not None
    for name in ("ui", "params", "title", "slot", "shape", "bytes", "span_id", "user_id"):
        assert getattr(again, name) == getattr(shown, name), name
    assert app.declared["list"]["title"] == "List"


async def test_of_each_slot_what_was_opened_last_is_in_view(loaded: Kernel) -> None:
    await loaded.panels.call("demo", "other")
    await loaded.panels.call("demo", "detail", {"item": "seven"})
    (app,) = await stood(loaded)
    assert told(app.answers["u-ada"])[:3] == [
        ("left", "list", "all of u-ada"),
        ("left", "other", "other"),
        ("center", "detail", "item seven"),
    ]


async def test_a_panel_that_failed_at_last_keeps_its_last_good_tree(loaded: Kernel) -> None:
    await loaded.panels.call("demo", "list", {"tab": "mine"})
    await loaded.panels.call("demo", "list", {"tab": "broken"})
    (app,) = await stood(loaded)
    listed = [answer for answer in app.answers["u-ada"] if answer.panel_id == "list"]
    assert [(answer.ok, answer.params["tab"]) for answer in listed] == [
        (True, "mine"),
        (False, "broken"),
    ]
    assert told(tuple(listed))[1][2] == "no such tab"


async def test_only_slots_in_which_something_was_in_view_are_filled(loaded: Kernel) -> None:
    ben = loaded.personas.find("u-ben")
    await loaded.panels.call("demo", "list", {"tab": "ben's"}, user=ben)
    place = Place(user="u-ada", shown="demo", panels={"demo": {"left": PanelPlace("other")}})
    (app,) = await stood(loaded, place)
    assert told(app.answers["u-ada"]) == [
        ("left", "list", "all of u-ada"),
        ("left", "other", "other"),
    ]
    assert told(app.answers["u-ben"]) == [("left", "list", "ben's of u-ben")]
    assert await stood(loaded, Place(user="u-ada", shown="gone", panels={"gone": {}})) == []


async def test_a_journal_without_panels_has_no_stage(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "j.sqlite")
    journal.append("build", "demo", app_id="demo", body={"declarations": None})
    journal.append("panel", "list", app_id="demo", status="success", body={"value": None})
    await journal.close()
    assert read_stage(journal.path) == []
