"""storage, billing and skeletons: what is kept in the session's database."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.kernel.clock import Clock
from workbench.kernel.personas import Persona
from workbench.kernel.profile import Profile
from workbench.kernel.services import billing, skeletons, storage
from workbench.kernel.services.billing import Billing
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.database import Database
from workbench.kernel.services.group_commit import GroupCommit
from workbench.kernel.services.services import Service
from workbench.kernel.services.skeletons import Skeletons, Snapshot
from workbench.kernel.services.storage import Storage

ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme")
BEN = Scope("notes", Persona("u-ben"), "u-ben", "acme")


@pytest.fixture
async def clock() -> AsyncIterator[Clock]:
    made = Clock(1_767_225_600.0, paused=True)
    yield made
    made.close()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(tmp_path / "state.sqlite", storage.SCHEMA + billing.SCHEMA + skeletons.SCHEMA)
    yield made
    await made.close()


async def ask(service: Service, scope: Scope, method: str, **args: Any) -> Any:
    return await service.call(ServiceCall("service", method, args, scope))


async def refused(service: Service, scope: Scope, method: str, **args: Any) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        await ask(service, scope, method, **args)
    return caught.value


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


async def test_files_are_kept_per_user_and_listed_by_prefix(
    clock: Clock, database: Database, tmp_path: Path
) -> None:
    files = Storage(database, tmp_path / "files", clock, Profile.load("seeds"))
    path = "../../etc/passwd"
    info = await ask(files, ADA, "upload", path=path, data_b64=b64(b"a"), content_type="text/x")
    assert (info["path"], info["size"], info["content_type"]) == (path, 1, "text/x")
    await ask(files, ADA, "upload", path="docs/b", data_b64=b64(b"bb"))
    await ask(files, ADA, "upload", path="docs/b", data_b64=b64(b"bbb"))
    assert (await ask(files, ADA, "download", path=path))["data_b64"] == b64(b"a")
    listed = await ask(files, ADA, "list", prefix="docs/")
    assert [(row["path"], row["size"]) for row in listed["data"]] == [("docs/b", 3)]
    assert (await ask(files, BEN, "list", prefix=""))["data"] == []
    assert (await refused(files, BEN, "download", path=path)).fields["status_code"] == 404
    assert await ask(files, ADA, "delete", path=path) is True
    assert await ask(files, ADA, "delete", path=path) is False
    assert all(len(file.name) == 64 for file in (tmp_path / "files").iterdir())


async def test_a_file_over_the_cap_is_refused(
    clock: Clock, database: Database, tmp_path: Path
) -> None:
    small = replace(Profile.load("seeds"), storage_file_cap_bytes=10)
    files = Storage(database, tmp_path / "files", clock, small)
    error = await refused(files, ADA, "upload", path="x", data_b64=b64(b"x" * 11))
    assert error.type == "ValueError"


async def test_an_account_keeps_what_was_done_with_it(clock: Clock, database: Database) -> None:
    account = Billing(database, clock)
    account.configure("notes", {"balance": 100, "limits": {"tokens": 5}})
    assert (await ask(account, ADA, "get_balance"))["balance"] == 100
    await ask(account, ADA, "topup", tokens=50, price_cents=500)
    await ask(account, ADA, "track_usage", meter="tokens", quantity=4)
    await ask(account, ADA, "track_usage", meter="tokens", amount=2)
    assert (await ask(account, ADA, "get_balance"))["balance"] == 150
    limits = await ask(account, ADA, "check_limits")
    assert limits["usage"] == {"tokens": 6}
    assert limits["exceeded"] == ["tokens"]
    (payment,) = await ask(account, ADA, "list_payments")
    assert (payment["tokens"], payment["amount_cents"]) == (50, 500)
    assert (await ask(account, BEN, "get_balance"))["balance"] == 100


async def test_plans_subscriptions_and_cards(clock: Clock, database: Database) -> None:
    account = Billing(database, clock)
    plans = [plan["id"] for plan in await ask(account, ADA, "list_plans")]
    assert (await ask(account, ADA, "change_plan", plan_id=plans[0]))["plan"] == plans[0]
    assert (await ask(account, ADA, "get_subscription"))["plan"] == plans[0]
    assert (await refused(account, ADA, "change_plan", plan_id="gold")).fields["status_code"] == 404
    await ask(account, ADA, "cancel_subscription")
    assert (await ask(account, ADA, "get_subscription"))["cancel_at_period_end"] is True
    await ask(account, ADA, "resume_subscription")
    assert (await ask(account, ADA, "get_subscription"))["cancel_at_period_end"] is False
    (card,) = await ask(account, ADA, "list_payment_methods")
    assert await ask(account, ADA, "set_default_payment_method", pm_id=card["id"]) is True
    assert await ask(account, ADA, "remove_payment_method", pm_id=card["id"]) is True
    assert await ask(account, ADA, "list_payment_methods") == []
    await ask(account, ADA, "set_auto_topup", enabled=True, threshold_pct=20)
    assert (await ask(account, ADA, "get_auto_topup"))["threshold_pct"] == 20
    assert await ask(account, ADA, "update_billing_profile", profile={"name": "A"}) is True
    assert (await refused(account, ADA, "print_money")).type == "AttributeError"


async def test_every_billing_answer_is_noted_as_simulated(clock: Clock, database: Database) -> None:
    call = ServiceCall("billing", "get_balance", {}, ADA)
    await Billing(database, clock).call(call)
    assert call.notes["simulated"] is True


async def test_snapshots_are_kept_per_user_and_section(database: Database) -> None:
    kept = Skeletons(database, GroupCommit(database))
    for user, count in (("u-ada", 1), ("u-ben", 2), ("u-ada", 3)):
        await kept.put(Snapshot("notes", user, "inbox", {"unread": count}, 100.0, 60.0))
    found = kept.get("notes", "u-ada", "inbox")
    assert found is not None
    assert (found.data, found.due_at) == ({"unread": 3}, 160.0)
    assert [snapshot.user_id for snapshot in await kept.all()] == ["u-ada", "u-ben"]
    assert [snapshot.data for snapshot in await kept.all("u-ben")] == [{"unread": 2}]


async def test_only_a_skeleton_may_reread_a_snapshot(database: Database) -> None:
    kept = Skeletons(database, GroupCommit(database))
    await kept.put(Snapshot("notes", "u-ada", "inbox", {"unread": 1}, 0.0, 60.0))
    inside = replace(ADA, kind="skeleton")
    assert await ask(kept, inside, "get", section="inbox") == {"unread": 1}
    assert await ask(kept, inside, "get", section="other") is None
    for kind in ("panel", "function", "schedule"):
        error = await refused(kept, replace(ADA, kind=kind), "get", section="inbox")
        assert error.type == "SkeletonAccessForbidden"
