"""What the author's code sees of the time, when the kernel says what time it is."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.host.peer import child, loaded, write

FIRE = datetime(2031, 3, 9, 3, 0, tzinfo=UTC).timestamp()

MAIN = """
import asyncio, calendar, pickle, threading, time
import datetime as dates
from datetime import date, datetime, timezone
from time import time as seconds
from pydantic import BaseModel, Field
from imperal_sdk import Extension

ext = Extension("timely")
IMPORTED_AT = datetime.now(timezone.utc).isoformat()


class Stamped(BaseModel):
    at: datetime = Field(default_factory=datetime.now)
    day: date = Field(default_factory=date.today)
    epoch: float = Field(default_factory=time.time)


class Kept:
    clock = time.time


class Mine(datetime):
    pass


def gettime():
    ask = getattr(time, "clock_gettime", None)
    return time.time() if ask is None else ask(time.CLOCK_REALTIME)


def all_of_them():
    utc = timezone.utc
    return {
        "time": time.time(),
        "bound": seconds(),
        "in_class": Kept().clock(),
        "ns": time.time_ns() / 1e9,
        "gmtime": calendar.timegm(time.gmtime()),
        "localtime": time.mktime(time.localtime()),
        "strftime": float(time.strftime("%s")) if hasattr(time, "tzset") else time.time(),
        "ctime": time.mktime(time.strptime(time.ctime())),
        "asctime": time.mktime(time.strptime(time.asctime())),
        "gettime": gettime(),
        "now": datetime.now().timestamp(),
        "now_utc": datetime.now(utc).timestamp(),
        "utcnow": datetime.utcnow().replace(tzinfo=utc).timestamp(),
        "datetime.today": datetime.today().timestamp(),
        "module": dates.datetime.now(tz=utc).timestamp(),
        "subclass": Mine.now(utc).timestamp(),
        "pydantic": Stamped().epoch,
        "pydantic datetime": Stamped().at.timestamp(),
    }


@ext.tool("clocks", description="Every clock there is.")
async def clocks(ctx):
    return {"clocks": all_of_them(), "today": date.today().isoformat(), "imported": IMPORTED_AT,
            "ctx": ctx.time.now_utc}


@ext.tool("kinds", description="The classes are what they were.")
async def kinds(ctx):
    moment = datetime.now(timezone.utc)
    stamped = Stamped.model_validate_json(Stamped().model_dump_json())
    return {
        "pickled": pickle.loads(pickle.dumps(moment)) == moment,
        "type": type(moment) is datetime is dates.datetime,
        "isinstance": isinstance(date.today(), date) and isinstance(moment, date),
        "subclass": type(Mine.now()) is Mine,
        "parsed": isinstance(datetime.fromisoformat("2026-01-01"), datetime),
        "model": isinstance(stamped.at, datetime),
        "function": pickle.loads(pickle.dumps(time.time)) is time.time,
        "given": [
            time.gmtime(0).tm_year,
            time.strftime("%Y", time.gmtime(0)),
            time.ctime(0) == time.asctime(time.localtime(0)),
        ],
    }


@ext.tool("timers", description="Timers and stopwatches stay real.")
async def timers(ctx):
    began, mono, perf = time.time(), time.monotonic(), time.perf_counter()
    await asyncio.sleep(0.05)
    try:
        async with asyncio.timeout(0.05):
            await asyncio.Event().wait()
    except TimeoutError:
        timed_out = True
    return {"virtual": time.time() - began, "monotonic": time.monotonic() - mono,
            "perf": time.perf_counter() - perf, "timed_out": timed_out, "mono": mono}


@ext.tool("meet", description="Waits for another, then tells the time.")
async def meet(ctx, n):
    first = time.time()
    await ctx.store.get("c", "d")
    in_thread = await asyncio.to_thread(time.time)
    found = []
    thread = threading.Thread(target=lambda: found.append(time.time()))
    thread.start()
    thread.join()
    return {"first": first, "last": time.time(), "thread": in_thread, "bare": found[0]}
"""


async def call(peer: Any, name: str, now: float | None = None, **params: Any) -> dict[str, Any]:
    extra = {} if now is None else {"now": now}
    reply = await peer.invoke("tool", name, params, **extra)
    assert reply["ok"], reply.get("error")
    value: dict[str, Any] = reply["value"]
    return value


async def test_every_way_to_ask_for_the_time_tells_the_virtual_instant(tmp_path: Path) -> None:
    async with loaded(write(tmp_path, main=MAIN), load={"now": FIRE - 60}) as peer:
        told = await call(peer, "clocks", FIRE)
    late = {name: at - FIRE for name, at in told["clocks"].items() if not -1 < at - FIRE < 5}
    assert late == {}
    assert told["clocks"]["time"] >= FIRE
    assert told["today"] == datetime.fromtimestamp(FIRE).date().isoformat()
    assert told["imported"].startswith("2031-03-09T02:59:")


async def test_without_a_word_about_the_time_it_is_the_machine_s(tmp_path: Path) -> None:
    async with loaded(write(tmp_path, main=MAIN)) as peer:
        told = await call(peer, "clocks")
    assert all(abs(at - time.time()) < 5 for at in told["clocks"].values())


async def test_classes_pickles_models_and_subclasses_are_what_they_were(tmp_path: Path) -> None:
    async with loaded(write(tmp_path, main=MAIN), load={"now": FIRE}) as peer:
        for now in (None, FIRE):
            told = await call(peer, "kinds", now)
            assert told.pop("given") == [1970, "1970", True]
            assert all(told.values()), told


async def test_timers_and_stopwatches_stay_real(tmp_path: Path) -> None:
    async with loaded(write(tmp_path, main=MAIN), load={"now": FIRE}) as peer:
        told = await call(peer, "timers", FIRE)
    assert told["timed_out"]
    assert told["monotonic"] == pytest.approx(told["perf"], abs=0.01)
    assert told["virtual"] == pytest.approx(told["monotonic"], abs=0.01)
    assert told["mono"] < FIRE / 2


async def test_each_of_two_concurrent_handlers_has_its_own_time(tmp_path: Path) -> None:
    arrived: list[Any] = []

    async def get(args: dict[str, Any], message: dict[str, Any]) -> None:
        arrived.append(message)
        await peer.until(lambda: len(arrived) == 2)

    async with loaded(write(tmp_path, main=MAIN), {"store.get": get}) as peer:
        one = peer.begin("tool", "meet", {"n": 1}, now=FIRE)[1]
        two = peer.begin("tool", "meet", {"n": 2}, now=FIRE + 86_400)[1]
        first, second = (await one)["value"], (await two)["value"]
    for told, at in ((first, FIRE), (second, FIRE + 86_400)):
        assert {round((told[key] - at) // 60) for key in ("first", "last", "thread")} == {0}


async def test_an_answer_moves_time_on_and_never_back(tmp_path: Path) -> None:
    later = FIRE + 3_600

    async with child({"store.get": lambda args, message: None}) as peer:
        await peer.load(write(tmp_path, main=MAIN), now=FIRE)
        for told in (later, FIRE - 3_600):
            peer.answer_now = told
            value = await call(peer, "meet", FIRE, n=1)
            assert 0 <= value["first"] - FIRE < 60
            assert 0 <= value["last"] - max(told, FIRE) < 60


@pytest.mark.skipif("WORKBENCH_PYTHONS" not in os.environ, reason="names other interpreters")
async def test_other_interpreters_tell_it_too(tmp_path: Path) -> None:
    root = write(tmp_path, main=MAIN)
    for each in os.environ["WORKBENCH_PYTHONS"].split(os.pathsep):
        async with loaded(root, python=each, sdk="auto", load={"now": FIRE}) as peer:
            told = await call(peer, "clocks", FIRE)
            assert all(-1 < at - FIRE < 5 for at in told["clocks"].values())
            assert all((await call(peer, "kinds", FIRE)).values())
