"""Health checks, tray items, menu entries, widgets, and the loopback listener for webhooks."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest

from tests.kernel.conftest import Start, Write
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile

SOURCE = """
from imperal_sdk import HealthStatus

asked = []

@ext.health_check
async def health(ctx):
    asked.append(1)
    if len(asked) == 2:
        raise ValueError("health boom")
    if len(asked) == 3:
        await asyncio.Event().wait()
    return HealthStatus.unhealthy("no disk") if len(asked) == 4 else HealthStatus.ok({"n": 1})

@ext.tray("second", icon="Bell", tooltip="Later", order=200)
async def second(ctx, **params):
    return ui.TrayResponse(badge=ui.Badge("2"))

@ext.tray("first", icon="Bell", tooltip="First", order=100)
async def first(ctx, **params):
    raise RuntimeError("tray boom")

@ext.widget("clock", title="Clock")
async def clock(ctx, zone="UTC", **params):
    return ui.Text(f"{ctx.user.imperal_id} {zone}")

@ext.webhook("in/orders")
async def orders(ctx, headers, body, query_params):
    told = {"h": headers.get("x-a"), "b": body, "q": query_params}
    return {"status_code": 201, "headers": {"X-B": "c\\r\\nX-Evil: 1"}, "body": told}

@ext.webhook("broken")
async def broken(ctx, headers, body, query_params):
    raise ValueError("webhook boom")
"""


async def test_health_is_ok_degraded_by_an_exception_or_slowness_or_unhealthy(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = replace(Profile.load("seeds"), health_timeout_s=0.3)
    monkeypatch.setattr(Profile, "load", lambda name: quick)
    kernel = await start()
    assert kernel.health.last("demo").status == "unknown"
    await kernel.load(write(SOURCE))
    reports = [await kernel.health.check("demo") for _ in range(4)]
    assert [report.status for report in reports] == ["ok", "degraded", "degraded", "unhealthy"]
    assert reports[0].details == {"n": 1}
    assert reports[1].message == "ValueError: health boom"
    assert reports[2].error is not None
    assert reports[2].error.type == "DeadlineExceeded"
    assert kernel.health.last("demo") is reports[3]


async def test_health_is_asked_every_virtual_minute_while_it_is_watched(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE.replace("len(asked) ==", "0 ==")))
    kernel.clock.pause()
    began = kernel.clock.now()
    seen: list[float] = []
    kernel.health.changed.connect(lambda report: seen.append(report.at - began))
    kernel.health.watch("demo")
    await kernel.clock.jump(began + 150)
    assert [round(at) for at in seen] == [60, 120]
    kernel.health.unwatch("demo")
    await kernel.clock.jump(began + 300)
    assert len(seen) == 2


async def test_an_extension_without_a_check_is_unknown(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(""))
    assert (await kernel.health.check("demo")).status == "unknown"


async def test_tray_items_come_in_their_order_and_answer_or_fail_on_their_own(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    assert [row["tray_id"] for _, row in kernel.contributions.declared("tray")] == [
        "first",
        "second",
    ]
    failed = await kernel.contributions.call("demo", "tray", "first")
    worked = await kernel.contributions.call("demo", "tray", "second")
    assert failed.error is not None
    assert (failed.ok, failed.error.message) == (False, "tray boom")
    assert worked.ok
    assert worked.ui or worked.data


async def test_a_widget_takes_parameters_and_is_the_user_s_own(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    ben = kernel.personas.find("u-ben")
    answer = await kernel.contributions.call("demo", "widget", "clock", {"zone": "CET"}, user=ben)
    assert answer.ui is not None
    assert answer.ui["props"]["content"] == "u-ben CET"
    assert kernel.contributions.names("demo", "menu") == []


async def test_the_listener_is_off_until_asked_for_and_serves_webhooks_on_loopback(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    assert kernel.listener.base is None
    assert kernel.listener.url("demo", "in/orders") is None
    await kernel.listener.start()
    url = kernel.listener.url("demo", "in/orders")
    assert url is not None
    assert url.startswith("http://127.0.0.1:")
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{url}?a=b", content="päng", headers={"X-A": "1"})
        assert (answer.status_code, answer.json()) == (
            201,
            {"h": "1", "b": "päng", "q": {"a": "b"}},
        )
        assert "x-evil" not in answer.headers
        broken = await client.post(str(kernel.listener.url("demo", "broken")))
        assert (broken.status_code, broken.text) == (200, "")
        other = await client.get(url)
        assert (other.status_code, other.headers["allow"]) == (405, "POST")
        wrong = url.replace("/v1/", "x/v1/")
        assert (await client.post(wrong)).status_code == 403
        assert (await client.post(url.replace("in/orders", "nowhere"))).status_code == 404
        too_long = await client.post(url, content=b"x" * 1_048_577)
        assert too_long.status_code == 413
    await kernel.listener.stop()
    assert kernel.listener.base is None


async def test_the_listener_answers_nonsense_with_an_error(kernel: Kernel, write: Write) -> None:
    base = await kernel.listener.start()
    port = int(base.split(":")[2].split("/")[0])
    for sent in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
        writer.close()
        await writer.wait_closed()
