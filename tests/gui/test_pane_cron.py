"""The Cron pane: what fired and what will, by mouse, keyboard and virtual time."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.gui_fakes import record
from tests.gui.pointer import move
from tests.gui.until import until as until_seen
from workbench.gui.chrome import Chrome
from workbench.gui.panes.cron import CronPane
from workbench.gui.panes.fire_lanes import Lane, Mark, Past, coming
from workbench.gui.panes.fire_words import describe_expression, describe_fire, until
from workbench.gui.panes.time_window import LONGEST_S, SHORTEST_S, TimeWindow
from workbench.kernel.options import KernelOptions

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0

FIRES = """
from imperal_sdk import Extension

ext = Extension("fires", version="1.0.0", display_name="Fires", icon="icon.svg",
                description="Fires every night, and keeps a section fresh.")


@ext.schedule("nightly", cron="0 3 * * *")
async def nightly(ctx):
    async for user in ctx.store.list_users("things"):
        await ctx.as_user(user).store.count("things")


@ext.schedule("greedy", cron="0 4 * * *")
async def greedy(ctx):
    mine = ctx.as_user("u-ada")
    await mine.store.create("greed", {"n": 1})
    await mine.notify("One more")


@ext.skeleton("things", ttl=3600)
async def things(ctx):
    await ctx.store.create("things", {"n": 1})
    return {"n": 1}
"""


@pytest_asyncio.fixture
async def pane(chrome: Chrome, tmp_path: Path) -> CronPane:
    """The pane over an extension with a schedule and a skeleton; time does not fire yet."""
    root = tmp_path / "fires"
    root.mkdir()
    (root / "main.py").write_text(FIRES)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    chrome.deck.show_pane("cron")
    found = chrome.deck.panes["cron"]
    assert isinstance(found, CronPane)
    await until_seen(lambda: len(found.timeline._lanes) == 3, "its lanes")
    return found


def lane(pane: CronPane, name: str) -> Lane:
    return next(lane for lane in pane.timeline._lanes if lane.name == name)


def past(pane: CronPane, name: str) -> list[str]:
    marks = pane.timeline.marks(lane(pane, name))
    return [mark.record.status for mark in marks if mark.record is not None]


def choose(pane: CronPane, name: str) -> None:
    """Clicks a lane's name."""
    row = pane.timeline.row_of(pane.timeline._lanes.index(lane(pane, name)))
    place = QPoint(20, int(row.center().y()))
    QTest.mouseClick(pane.timeline, Qt.MouseButton.LeftButton, pos=place)


async def test_a_lane_tells_its_next_ten_fires(pane: CronPane) -> None:
    choose(pane, "nightly")
    said = pane.side.facts.accessibleName()
    assert pane.side.title.text() == "fires.nightly"
    assert said.count("03:00:00") == 10


async def test_a_schedule_runs_at_a_click_and_its_fire_is_explained(pane: CronPane) -> None:
    choose(pane, "things")
    QTest.mouseClick(pane.run, Qt.MouseButton.LeftButton)
    await until_seen(lambda: past(pane, "things") == ["success"], "the section's refresh")
    choose(pane, "nightly")
    QTest.mouseClick(pane.run, Qt.MouseButton.LeftButton)
    await until_seen(lambda: past(pane, "nightly") == ["success"], "the fire")
    pane.timeline.setFocus()
    QTest.keyClick(pane.timeline, Qt.Key.Key_Left)
    assert "acting as __system__" in pane.side.facts.accessibleName()
    await until_seen(lambda: "acted as" in dict(pane.side.texts()), "whom it acted as")
    assert dict(pane.side.texts())["acted as"].startswith("u-ada")


async def test_dragging_the_present_lets_time_fire_what_is_due_on_the_way(pane: CronPane) -> None:
    QTest.mouseClick(pane.fires, Qt.MouseButton.LeftButton)
    kernel = pane.session.kernel
    assert kernel is not None
    assert kernel.drivers.running
    timeline, began = pane.timeline, kernel.clock.now()
    timeline.show_window(TimeWindow(began - DAY / 2, began + 2 * DAY))
    knob = QPoint(round(timeline.x_of(timeline._now)), 14)
    there = QPoint(round(timeline.x_of(began + 1.5 * DAY)), 14)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=knob)
    move(timeline, there, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=there)
    await until_seen(lambda: kernel.clock.now() > began + 1.4 * DAY, "the jump")
    await until_seen(lambda: past(pane, "nightly") and len(past(pane, "things")) > 30, "the fires")
    assert set(past(pane, "nightly")) == {"success"}


async def test_the_next_fire_is_one_click_away(pane: CronPane) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    kernel.drivers.start()
    await kernel.drivers.settled()
    await until_seen(pane.jump.isEnabled, "something to jump to")
    due = kernel.drivers.upcoming(limit=1)[0]
    QTest.mouseClick(pane.jump, Qt.MouseButton.LeftButton)
    await until_seen(lambda: kernel.clock.now() >= due.at, "the jump")


async def test_a_second_run_that_changes_something_is_told_what(pane: CronPane) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    choose(pane, "nightly")
    await until_seen(pane.twice.isEnabled, "a schedule to run")
    QTest.mouseClick(pane.twice, Qt.MouseButton.LeftButton)
    await until_seen(lambda: pane.side.badge.text() == "idempotent", "the verdict")
    assert "changed nothing" in pane.side.message.text()
    choose(pane, "greedy")
    await until_seen(pane.twice.isEnabled, "the other schedule")
    QTest.mouseClick(pane.twice, Qt.MouseButton.LeftButton)
    await until_seen(lambda: pane.side.badge.text() == "not idempotent", "the other verdict")
    assert "documents 1" in pane.side.facts.accessibleName()
    texts = dict(pane.side.texts())
    assert "added" in texts["changed documents"]
    assert "notify.send" in texts["told others again"]
    choose(pane, "things")
    await until_seen(lambda: not pane.twice.isEnabled(), "a skeleton cannot be run twice")
    assert pane.side.badge.text() == "skeleton"


async def test_what_the_buttons_do_are_commands_too(pane: CronPane, chrome: Chrome) -> None:
    choose(pane, "nightly")
    chrome.actions.run("cron.run")
    await until_seen(lambda: past(pane, "nightly") == ["success"], "the fire")
    chrome.actions.run("cron.run_twice")
    await until_seen(lambda: pane.side.badge.text() == "idempotent", "the verdict")
    assert {"cron.run", "cron.run_twice", "cron.jump"} == set(pane.commands)


async def test_an_expression_tells_its_next_ten_fires_in_both_times(pane: CronPane) -> None:
    await pane.session.choose_persona("u-ben")
    pane.expression.setFocus()
    QTest.keyClicks(pane.expression, "30 6 * * 1")
    QTest.keyClick(pane.expression, Qt.Key.Key_Return)
    said = pane.side.facts.accessibleName()
    assert said.count("06:30:00") == 10
    pane.expression.clear()
    QTest.keyClicks(pane.expression, "99 * * * *")
    QTest.keyClick(pane.expression, Qt.Key.Key_Return)
    assert pane.side.badge.text() == "never fires"
    assert "no cron expression" in pane.side.message.text()


def test_an_instant_is_told_in_utc_and_where_the_user_is() -> None:
    described = describe_expression("0 0 * * *", NOON, "America/New_York")
    assert described.facts[0] == ("in 12 h", "Sun 22 Nov 00:00:00", "Sat 19:00 America/New_York")
    assert len(described.facts) == 10


def test_a_retry_an_overlap_and_an_overrun_are_said() -> None:
    fire = record(1, "schedule", body={"attempt": 2, "overlaps": 1, "virtual_ms": 90_000.0})
    described = describe_fire(fire)
    assert ("attempt", "2", "a retry") in described.facts
    assert ("beside it", "1 running", "an overlap") in described.facts
    assert ("lasted", "90 s", "of virtual time") in described.facts
    assert (Mark(1.0, fire).tone, Mark(1.0, fire).lasted_s) == ("warning", 90.0)
    overran = record(2, "schedule", status="timeout", body={"attempt": 1})
    assert "overran" in describe_fire(overran).hint
    assert Mark(1.0, overran).tone == "danger"


@settings(deadline=None)
@given(
    st.integers(0, 4_000_000), st.integers(60, 40_000), st.integers(1, 400_000), st.floats(0, 7_200)
)
def test_coming_refreshes_are_whole_ttls_apart_and_in_view(
    ahead: int, ttl: int, span: int, gap: float
) -> None:
    section = Lane("skeleton", "a", "s", "", ttl_s=ttl, next_at=NOON)
    found = list(coming(section, NOON + ahead, NOON + ahead + span, gap))
    assert all(NOON + ahead < at <= NOON + ahead + span + 1e-3 for at in found)
    for one, other in pairwise(found):
        ttls = (other - one) / ttl
        assert other - one >= max(ttl, gap) - 1e-3
        assert abs(ttls - round(ttls)) < 1e-6


def test_coming_fires_of_a_cron_expression_are_in_utc() -> None:
    found = coming(Lane("schedule", "a", "n", "", cron="30 3 * * *"), NOON, NOON + 2 * DAY)
    assert [datetime.fromtimestamp(at, UTC).strftime("%d %H:%M") for at in found] == [
        "22 03:30",
        "23 03:30",
    ]


def test_a_lane_that_never_fires_has_nothing_to_come() -> None:
    never = Lane("schedule", "a", "n", "", cron="0 0 31 2 *", problem="never comes true")
    assert list(coming(never, NOON, NOON + DAY)) == []


def test_past_fires_are_found_by_time_whatever_order_they_came_in() -> None:
    fires = Past()
    for at in (30, 10, 20):
        fires.add([record(at, "schedule", name="n", at=float(at), duration_ms=1.0)])
    fires.add([record(40, "schedule", name="n", at=40.0, duration_ms=None)])
    found = fires.between(("schedule", "notes", "n"), 10, 30)
    assert [mark.at for mark in found] == [10, 20]


@given(st.floats(0.01, 100), st.floats(0, 1))
def test_zooming_keeps_the_point_under_the_pointer(factor: float, share: float) -> None:
    window = TimeWindow(NOON, NOON + DAY)
    around = window.at(share)
    zoomed = window.zoomed(factor, around)
    assert zoomed.share(around) == pytest.approx(share, abs=1e-6)
    assert SHORTEST_S <= zoomed.span <= LONGEST_S


@given(st.floats(60, 300 * DAY), st.integers(1, 12))
def test_labels_are_few_and_in_view(span: float, most: int) -> None:
    window = TimeWindow(NOON, NOON + span)
    labels = window.labels(most)
    assert len(labels) <= most + 1 or span / most > 90 * DAY
    assert all(window.begin < at < window.end for at, _ in labels)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(46, "in 46 s"), (64_000, "in 17 h 46 min"), (266_400, "in 3 d 2 h"), (-5, "in 0 s")],
)
def test_how_far_off_an_instant_is(seconds: float, text: str) -> None:
    assert until(seconds) == text
