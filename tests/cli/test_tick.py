"""``workbench tick``: what a stretch of virtual time fires, line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import SAMPLES, Ran, Run

Extension = Callable[[str], Path]

SOURCE = """
from datetime import datetime, timezone
from imperal_sdk import Extension

ext = Extension("demo", version="1.0.0", display_name="Demo", description="For a test.")
count = 0


@ext.schedule("nightly", cron="0 3 * * *")
async def nightly(ctx):
    now = datetime.now(timezone.utc)
    return {"saw": now.strftime("%Y-%m-%dT%H:%M"), "user": ctx.user.imperal_id}


@ext.schedule("growing", cron="0 12 * * *")
async def growing(ctx):
    await ctx.store.create("log", {})


@ext.skeleton("counts", alert=True, ttl=21600, description="Counts.")
async def counts(ctx):
    global count
    count += 1
    return {"response": {"n": count // 5}}


@ext.tool("skeleton_alert_counts", description="Compares.")
async def compare(ctx, old, new):
    return f"{old['n']} to {new['n']}"
"""

SLEEPING = """
import asyncio
from imperal_sdk import Extension

ext = Extension("sleeping", version="1.0.0", display_name="Sleeping", description="For a test.")

@ext.schedule("patient", cron="0 * * * *")
async def patient(ctx):
    await asyncio.sleep(400)
"""

FAILING = """
from imperal_sdk import Extension

ext = Extension("demo", version="1.0.0", display_name="Demo", description="For a test.")
tries = 0


@ext.schedule("second_time_lucky", cron="0 * * * *")
async def second_time_lucky(ctx):
    global tries
    tries += 1
    if tries % 2:
        raise RuntimeError("not yet")


@ext.schedule("never", cron="30 * * * *")
async def never(ctx):
    raise RuntimeError("no")
"""

DAY = ("--from", "2026-03-01T00:00Z", "--until", "+1d")


def of_kind(ran: Ran, kind: str) -> list[dict[str, Any]]:
    return [line for line in ran.lines if line["kind"] == kind]


def test_each_line_has_its_virtual_time_its_actor_and_the_fields_of_the_schema(
    run: Run, extension: Extension, schemas: dict[str, dict[str, Any]]
) -> None:
    ran = run("tick", extension(SOURCE), *DAY)
    assert (ran.code, ran.stderr) == (0, "")
    for line in ran.lines:
        jsonschema.validate(line, schemas["tick"])
    (nightly, growing) = of_kind(ran, "schedule")
    assert nightly["at"] == "2026-03-01T03:00:00+00:00"
    assert nightly["value"] == {"saw": "2026-03-01T03:00", "user": "__system__"}
    assert (nightly["actor"], nightly["status"], nightly["name"]) == (
        "__system__",
        "success",
        "nightly",
    )
    assert growing["at"] == "2026-03-01T12:00:00+00:00"
    ticks = of_kind(ran, "skeleton")
    assert [line["at"][11:16] for line in ticks if line["actor"] == "u-ada"] == [
        "00:00",
        "06:00",
        "12:00",
        "18:00",
        "00:00",
    ]
    assert {line["actor"] for line in ticks} == {"u-ada", "u-ben", "u-chiara"}


def test_lines_come_in_the_order_of_virtual_time_and_twice_the_same(
    run: Run, extension: Extension
) -> None:
    folder = extension(SOURCE)
    once = run("tick", folder, *DAY, "--state", ":memory:", state=False)
    again = run("tick", folder, *DAY, "--state", ":memory:", state=False)
    order = [(line["at"], line["name"], line["actor"], line["id"]) for line in once.lines]
    assert [moment for moment, *_ in order] == sorted(moment for moment, *_ in order)
    assert order == [(line["at"], line["name"], line["actor"], line["id"]) for line in again.lines]


def test_a_change_is_on_the_line_of_its_tick_and_the_alert_on_its_own(
    run: Run, extension: Extension
) -> None:
    ran = run("tick", extension(SOURCE), *DAY)
    alerts = of_kind(ran, "alert")
    assert alerts
    for alert in alerts:
        (tick,) = [line for line in of_kind(ran, "skeleton") if line["id"] == alert["cause_id"]]
        assert tick["alert"] == alert["text"]
        assert tick["changed"][0]["path"] == "n"
        assert alert["at"] == tick["at"]


def test_twice_says_what_the_second_run_of_each_schedule_changed(
    run: Run, extension: Extension, schemas: dict[str, dict[str, Any]]
) -> None:
    ran = run("tick", extension(SOURCE), *DAY, "--twice")
    assert ran.code == 0
    nightly, growing = of_kind(ran, "second_run")
    for line in (nightly, growing):
        jsonschema.validate(line, schemas["tick"])
    assert (nightly["name"], nightly["idempotent"]) == ("nightly", True)
    assert (growing["name"], growing["idempotent"]) == ("growing", False)
    (added,) = growing["changed"]["store"]
    assert added["kind"] == "added"
    assert added["path"].startswith("log/__system__/")
    first = of_kind(ran, "schedule")
    assert [line["cause_id"] for line in (nightly, growing)] == [line["id"] for line in first]
    assert nightly["at"] == first[0]["at"]


def test_twice_sleeps_twice_in_virtual_time_and_each_run_has_its_whole_cap(
    run: Run, extension: Extension
) -> None:
    ran = run(
        "tick", extension(SLEEPING), "--from", "2026-03-01T00:10Z", "--until", "+80m", "--twice"
    )
    (first,), (second,) = of_kind(ran, "schedule"), of_kind(ran, "second_run")
    assert (first["status"], second["status"]) == ("success", "success")
    assert all(line["duration_ms"] < 60_000 for line in (first, second))


def test_a_schedule_that_fails_after_its_retries_is_exit_4(run: Run, extension: Extension) -> None:
    ran = run("tick", extension(FAILING), "--from", "2026-03-01T00:10Z", "--until", "+1h")
    assert ran.code == 4
    lucky = [line for line in of_kind(ran, "schedule") if line["name"] == "second_time_lucky"]
    assert [(line["status"], line["attempt"], line["source"]) for line in lucky] == [
        ("error", 1, "time"),
        ("success", 2, "retry"),
    ]
    assert lucky[0]["retry_at"] == "2026-03-01T01:00:05.000Z"
    assert lucky[0]["error"]["line"] == 13


def test_a_retry_that_succeeds_is_exit_0(run: Run, extension: Extension) -> None:
    ran = run("tick", extension(FAILING), "--from", "2026-03-01T00:40Z", "--until", "+30m")
    assert ran.code == 0
    assert [line["status"] for line in of_kind(ran, "schedule")] == ["error", "success"]


def test_the_summary_counts_a_month_in_one_line(
    run: Run, extension: Extension, schemas: dict[str, dict[str, Any]]
) -> None:
    ran = run("tick", extension(SOURCE), "--from", "2026-03-01", "--until", "+30d", "--summary")
    assert ran.code == 0
    jsonschema.validate(ran.only, schemas["tick_summary"])
    summary = ran.only["summary"]
    assert summary["schedule"] == 60
    assert summary["skeleton"] == 3 * (30 * 4 + 1)
    assert summary["failed"] == 0
    assert summary["until"] == "2026-03-31T00:00:00.000Z"


def test_a_sample_s_skeleton_ticks_for_every_person_of_its_workspace(run: Run) -> None:
    ran = run("tick", SAMPLES / "tasks", "--until", "+90s")
    assert ran.code == 0
    assert {line["actor"] for line in of_kind(ran, "skeleton")} == {"u-ada", "u-grace", "u-linus"}


@pytest.mark.parametrize("until", ["yesterday", "2020-01-01", "+5 apples", ""])
def test_an_until_that_is_no_future_time_is_wrong_usage(
    run: Run, extension: Extension, until: str
) -> None:
    ran = run("tick", extension(SOURCE), "--until", until)
    assert ran.code == 1
    assert ran.only["error"]["type"] == "UsageError"


def test_a_folder_that_does_not_load_is_exit_3(run: Run, extension: Extension) -> None:
    assert run("tick", extension("boom("), "--until", "+1h").code == 3
