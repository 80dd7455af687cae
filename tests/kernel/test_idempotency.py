"""The probe that runs a schedule twice and says what the second run changed."""

from __future__ import annotations

from typing import Any

from tests.kernel.conftest import Write
from workbench.kernel.idempotency import SecondRun
from workbench.kernel.kernel import Kernel

SOURCE = """
@ext.cache_model("note")
class Note(BaseModel):
    n: int = 0

@ext.schedule("guarded", cron="0 * * * *")
async def guarded(ctx):
    await ctx.as_user("u-ada").store.update("state", "current", {"synced": "yes"})
    await ctx.as_user("u-ada").cache.set("k", Note(n=1), ttl_seconds=60)

@ext.schedule("growing", cron="0 * * * *")
async def growing(ctx):
    user = ctx.as_user("u-ada")
    await user.store.create("log", {"at": 1})
    last = await user.store.get("state", "count")
    n = (last.data["n"] if last else 0) + 1
    await user.store.update("state", "count", {"n": n})
    await user.cache.set("k", Note(n=n), ttl_seconds=60)
    await user.storage.upload("report.txt", str(n).encode(), "text/plain")

@ext.schedule("telling", cron="0 * * * *")
async def telling(ctx):
    await ctx.notify("nobody hears this")
    await ctx.as_user("u-ada").notify("digest")
    await ctx.http.get("/v1/read")
    await ctx.http.post("/v1/charge", json={"amount": 1})

@ext.schedule("second_fails", cron="0 * * * *")
async def second_fails(ctx):
    if await ctx.store.get("state", "done"):
        raise RuntimeError("already there")
    await ctx.store.update("state", "done", {"done": True})
"""


async def probe(kernel: Kernel, write: Write, name: str) -> SecondRun:
    root = write(SOURCE)
    (root / "workbench.toml").write_text('[[http.rule]]\nurl = "/v1/*"\njson = {ok = true}\n')
    await kernel.load(root)
    return await kernel.idempotency.run_again(await kernel.schedules.fire("demo", name))


def places(second: SecondRun) -> dict[str, list[Any]]:
    return {
        where: [(found.path.split("/")[0], found.kind) for found in changed]
        for where, changed in second.changed.items()
    }


async def test_a_handler_that_writes_the_same_again_is_idempotent(
    kernel: Kernel, write: Write
) -> None:
    second = await probe(kernel, write, "guarded")
    assert second.idempotent, (second.changed, second.told, second.fire.error)
    assert second.fire.span_id


async def test_what_grows_or_counts_is_named_with_its_place(kernel: Kernel, write: Write) -> None:
    second = await probe(kernel, write, "growing")
    assert not second.idempotent
    assert places(second) == {
        "store": [("state", "changed"), ("log", "added")],
        "cache": [("note", "changed")],
        "files": [("__system__", "changed")],
    }
    (count, _) = second.changed["store"]
    assert (count.path, count.before, count.after) == ("state/u-ada/count.n", 1, 2)


async def test_what_was_told_to_others_again_is_listed_with_its_line(
    kernel: Kernel, write: Write
) -> None:
    second = await probe(kernel, write, "telling")
    assert second.fire.ok, second.fire.error
    assert not second.idempotent
    assert sorted(call["call"] for call in second.told) == ["http.request", "notify.send"]
    assert all(call["at"]["line"] for call in second.told)


async def test_a_second_run_that_fails_is_not_idempotent_and_not_retried(
    kernel: Kernel, write: Write
) -> None:
    second = await probe(kernel, write, "second_fails")
    assert not second.idempotent
    assert (second.fire.status, second.fire.attempts, second.fire.retry_at) == ("error", 1, None)
    runs = await kernel.journal.query(["schedule"])
    assert [run.body["source"] for run in runs] == ["probe", "manual"]
