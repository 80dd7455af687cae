"""What reaches an extension without a person: events, webhooks, other extensions, hooks, tasks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema

from tests.cli.conftest import ROOT, SAMPLES, Run

Schemas = dict[str, dict[str, Any]]

ORDERS, BOOKKEEPER = SAMPLES / "orders", SAMPLES / "bookkeeper"
REFINER = SAMPLES / "refiner"

BROKEN = """
from imperal_sdk import Extension, HealthStatus

ext = Extension("broken", version="1.0.0", display_name="Broken", description="For a test.")

@ext.webhook("in")
async def hook(ctx, headers, body, query_params):
    raise ValueError("webhook boom")

@ext.expose("fail")
async def fail(ctx):
    raise ValueError("ipc boom")

@ext.on_install
async def install(ctx):
    raise ValueError("hook boom")

@ext.health_check
async def health(ctx):
    raise ValueError("health boom")
"""

SLEEPER = """
import asyncio
from pydantic import BaseModel
from imperal_sdk import ActionResult, ChatExtension, Extension

ext = Extension("sleeper", version="1.0.0", display_name="Sleeper", description="For a test.")
chat = ChatExtension(ext, tool_name="sleeper", description="For a test.")

class Nothing(BaseModel):
    pass

@chat.function("sleep_on", description="Sleeps for an hour.", background=True)
async def sleep_on(ctx, params: Nothing) -> ActionResult:
    await asyncio.sleep(3600)
    return ActionResult.success(data={}, summary="Slept.")
"""


def test_emit_prints_a_line_per_delivery_and_a_swallowed_error_is_no_failure(
    run: Run, schemas: Schemas
) -> None:
    data = {"order_id": "o-1", "cents": 100}
    ran = run("emit", ORDERS, BOOKKEEPER, "orders.placed", "--data", json.dumps(data))
    assert ran.code == 0
    for line in ran.lines:
        jsonschema.validate(line, schemas["emit"])
    by_handler = {line["handler"]: line for line in ran.lines}
    assert by_handler["orders.placed#0"]["outcome"] == "delivered"
    swallowed = by_handler["orders.placed#1"]
    assert (swallowed["outcome"], swallowed["error"]["type"]) == ("swallowed", "AttributeError")
    assert swallowed["error"]["file"] == str(BOOKKEEPER / "main.py")
    source = (BOOKKEEPER / "main.py").read_text().splitlines()
    assert "ctx.store.create" in source[swallowed["error"]["line"] - 1]
    assert swallowed["data"] == data


def test_emit_of_what_nobody_hears_prints_nothing(run: Run) -> None:
    ran = run("emit", ORDERS, "orders.placed")
    assert (ran.code, ran.lines) == (0, [])
    assert run("emit", ORDERS, "orders.placed", "--data", "[]").code == 1


def test_webhook_prints_what_the_caller_gets(run: Run, schemas: Schemas) -> None:
    body = json.dumps({"user_id": "u-ada", "order_id": "none"})
    ran = run("webhook", ORDERS, "in/payment", "--body", body, "--header", "X-Sign: 1")
    jsonschema.validate(ran.only, schemas["webhook"])
    assert (ran.code, ran.only["status_code"]) == (0, 404)
    assert ran.only["body"] == {"detail": "no such order"}
    other = run("webhook", ORDERS, "in/payment", "--method", "GET")
    assert (other.code, other.only["status_code"]) == (4, 405)
    assert other.only["error"]["type"] == "MethodNotAllowed"
    assert run("webhook", ORDERS, "nowhere").code == 2
    assert run("webhook", ORDERS).code == 1


def test_a_failing_webhook_answers_200_and_exits_with_4(
    run: Run, extension: Callable[[str], Path], schemas: Schemas
) -> None:
    ran = run("webhook", extension(BROKEN), "in")
    jsonschema.validate(ran.only, schemas["webhook"])
    assert (ran.code, ran.only["status_code"]) == (4, 200)
    assert ran.only["error"]["message"] == "webhook boom"


def test_ipc_calls_an_exposed_method(
    run: Run, extension: Callable[[str], Path], schemas: Schemas
) -> None:
    ran = run("ipc", ORDERS, BOOKKEEPER, "orders.total")
    jsonschema.validate(ran.only, schemas["ipc"])
    assert (ran.code, ran.only["value"]) == (0, {"orders": 0, "cents": 0})
    assert run("ipc", ORDERS, "nothing").code == 2
    failed = run("ipc", extension(BROKEN), "fail")
    assert (failed.code, failed.only["error"]["message"]) == (4, "ipc boom")


def test_hook_runs_lifecycle_health_and_contributions(
    run: Run, extension: Callable[[str], Path], schemas: Schemas
) -> None:
    words = [
        ("on_upgrade:2.0.0", {"from_version": "1.0.0"}, "success"),
        ("widget:open_orders", {}, "success"),
        ("health", {}, "ok"),
    ]
    for name, params, status in words:
        ran = run("hook", ORDERS, name, "--params", json.dumps(params))
        jsonschema.validate(ran.only, schemas["hook"])
        assert (ran.code, ran.only["status"]) == (0, status), name
    assert run("hook", ORDERS, "tray:nothing").code == 2
    broken = extension(BROKEN)
    assert run("hook", broken, "on_install").code == 4
    degraded = run("hook", broken, "health")
    assert (degraded.code, degraded.only["status"]) == (4, "degraded")


def test_task_follows_background_work_and_lists_it_afterwards(run: Run, schemas: Schemas) -> None:
    params = json.dumps({"chapters": 4})
    ran = run("task", REFINER, "--run", "refine_book", "--params", params, "--cancel-at", 25)
    for line in ran.lines:
        jsonschema.validate(line, schemas["task"])
    assert ran.code == 0
    assert ran.lines[0]["status"] == "running"
    assert (ran.lines[-1]["status"], ran.lines[-1]["percent"]) == ("cancelled", 25)
    listed = run("task", REFINER).only
    jsonschema.validate(listed, schemas["task"])
    assert (listed["name"], listed["status"]) == ("refine_book", "cancelled")
    assert run("task", REFINER, "--user", "u-grace").lines == []
    assert run("task", REFINER, "--cancel", listed["id"]).code == 2


def test_a_task_meets_its_cap_in_virtual_time(
    run: Run, schemas: Schemas, extension: Callable[[str], Path]
) -> None:
    root = extension(SLEEPER)
    began = time.monotonic()
    ran = run("task", root, "--run", "sleep_on", "--until", "+1h")
    assert time.monotonic() - began < 100
    assert ran.code == 4
    for line in ran.lines:
        jsonschema.validate(line, schemas["task"])
    end = ran.lines[-1]
    assert (end["status"], end["error"]["type"]) == ("timeout", "DeadlineExceeded")
    assert 180e3 <= end["duration_ms"] < 200e3
    assert run("task", root, "--until", "+1h").code == 1


def test_a_task_of_a_running_session_is_cancelled_from_outside(run: Run, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "workbench", "task", REFINER, "--run", "refine_book"]
    command += ["--params", '{"chapters": 100}', "--state", tmp_path / "state"]
    with subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as session:
        assert session.stdout is not None
        begun = json.loads(session.stdout.readline())
        other = run("task", REFINER, "--cancel", begun["id"], "--user", "u-grace")
        assert (other.code, other.only["error"]["type"]) == (4, "PermissionError")
        ended = run("task", REFINER, "--cancel", begun["id"])
        assert (ended.code, ended.only["status"]) == (0, "cancelled")
        session.stdout.read()
    assert session.returncode == 0


def test_a_task_whose_session_was_killed_is_not_listed_as_running(run: Run, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "workbench", "task", REFINER, "--run", "refine_book"]
    command += ["--params", '{"chapters": 100}', "--state", tmp_path / "state"]
    with subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as session:
        assert session.stdout is not None
        session.stdout.readline()
        os.kill(session.pid, signal.SIGKILL)
    assert run("task", REFINER).only["status"] == "host_lost"


def test_faults_come_from_a_file(run: Run) -> None:
    ran = run("call", ORDERS, "list_orders", "--faults", BOOKKEEPER / "faults.toml")
    assert ran.code == 0
    missing = run("call", ORDERS, "list_orders", "--faults", "nowhere.toml")
    assert (missing.code, missing.only["error"]["type"]) == (1, "SettingsError")


def posted(url: str, body: dict[str, Any]) -> int:
    """The status a POST gets."""
    request = urllib.request.Request(url, data=json.dumps(body).encode(), method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_webhooks_are_served_on_loopback_behind_a_token(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "workbench", "webhook", str(ORDERS), "--listen"]
    command += ["--state", str(tmp_path / "state")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as session:
        assert session.stdout is not None
        try:
            said = json.loads(session.stdout.readline())
            assert said["base"].startswith("http://127.0.0.1:")
            url = said["webhooks"]["orders/in/payment"]
            assert posted(url, {"user_id": "u-ada", "order_id": "none"}) == 404
            line = json.loads(session.stdout.readline())
            assert (line["path"], line["status_code"]) == ("in/payment", 404)
            session.send_signal(signal.SIGINT)
            session.stdout.read()
        except BaseException:
            session.kill()
            raise
    assert session.returncode == 0
