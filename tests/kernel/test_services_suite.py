from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.kernel.clock import Clock
from workbench.kernel.errors import SettingsError
from workbench.kernel.masking import Masker
from workbench.kernel.personas import Persona, Personas
from workbench.kernel.profile import Profile
from workbench.kernel.services.call import Scope, ServiceCall
from workbench.kernel.services.suite import ServiceOptions, ServiceSuite
from workbench.kernel.workspace import HttpRule, HttpSettings, Workspace

DECLARED = {
    "display_name": "Notes",
    "version": "1.2.3",
    "config_defaults": {"limit": 3},
    "cache_models": [{"name": "m", "class": "M"}],
    "secrets": [{"name": "api_key", "required": True}],
}
ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme", declarations=DECLARED)


async def open_suite(
    clock: Clock, profile: str = "seeds", people: Personas | None = None, **options: Any
) -> ServiceSuite:
    return await ServiceSuite.open(
        ServiceOptions(**options),
        clock=clock,
        profile=Profile.load(profile),
        personas=people or Personas(),
        masker=Masker(),
    )


@pytest.fixture
async def clock() -> AsyncIterator[Clock]:
    made = Clock(1_000.0, paused=True)
    yield made
    made.close()


@pytest.fixture
async def suite(clock: Clock) -> AsyncIterator[ServiceSuite]:
    made = await open_suite(clock)
    yield made
    await made.close()


async def ask(suite: ServiceSuite, service: str, name: str, /, **args: Any) -> Any:
    return await suite.services.call(ServiceCall(service, name, args, ADA))


async def test_every_client_of_ctx_answers(suite: ServiceSuite) -> None:
    await suite.add_app("notes", Workspace(Path()), DECLARED, sys.executable)
    doc = await ask(suite, "store", "create", collection="c", data={})
    assert await ask(suite, "store", "get", collection="c", doc_id=doc["id"]) == doc
    await ask(suite, "cache", "set", key="k", model="m", data=1, ttl_seconds=60)
    assert await ask(suite, "cache", "get", key="k", model="m") == {"data": 1}
    assert (await ask(suite, "db", "execute", sql="SELECT 1"))["rows"] == [[1]]
    assert (await ask(suite, "http", "request", method="GET", url="/x"))["status_code"] == 404
    assert "simulated" in (await ask(suite, "ai", "complete", prompt="hi"))["text"]
    assert await ask(suite, "secrets", "is_set", name="api_key") is False
    assert await ask(suite, "notify", "send", message="hi") is None
    assert (await ask(suite, "storage", "list", prefix=""))["data"] == []
    assert (await ask(suite, "billing", "get_balance"))["balance"] == 50_000
    apps = await ask(suite, "platform", "call", client="apps", method="list_all", args={})
    assert [(app["app_id"], app["version"]) for app in apps["apps"]] == [("notes", "1.2.3")]


async def test_an_app_brings_its_rules_people_and_settings(clock: Clock) -> None:
    people = Personas()
    suite = await open_suite(clock, people=people)
    workspace = Workspace(
        Path(),
        personas=(Persona("u-eve"),),
        http=HttpSettings(rules=(HttpRule("/x", text="mocked"),)),
        config={"limit": 4},
        billing={"balance": 7},
    )
    await suite.add_app("notes", workspace, DECLARED, sys.executable)
    assert people.current.imperal_id == "u-eve"
    assert (await ask(suite, "http", "request", method="GET", url="/x"))["body"] == "mocked"
    assert suite.resolve_config("notes", people.current) == {"limit": 4}
    assert (await ask(suite, "billing", "get_balance"))["balance"] == 7
    assert await suite.missing_secrets("notes", people.current, DECLARED) == ["api_key"]
    await suite.remove_app("notes")
    assert (await ask(suite, "http", "request", method="GET", url="/x"))["status_code"] == 404
    await suite.close()


async def test_state_is_kept_in_its_folder_and_the_cache_is_not(
    clock: Clock, tmp_path: Path
) -> None:
    suite = await open_suite(clock, state=tmp_path)
    doc = await ask(suite, "store", "create", collection="c", data={"n": 1})
    await ask(suite, "cache", "set", key="k", model="m", data=1, ttl_seconds=60)
    await ask(suite, "db", "execute", sql="CREATE TABLE t (n)")
    await suite.close()
    suite = await open_suite(clock, state=tmp_path)
    assert await ask(suite, "store", "get", collection="c", doc_id=doc["id"]) == doc
    assert await ask(suite, "cache", "get", key="k", model="m") is None
    assert (await ask(suite, "db", "execute", sql="SELECT * FROM t"))["rows"] == []
    await suite.close()


async def test_a_session_in_memory_leaves_no_trace(clock: Clock) -> None:
    suite = await open_suite(clock)
    await ask(suite, "store", "create", collection="c", data={})
    folder = suite.folder
    assert folder.exists()
    await suite.close()
    assert not folder.exists()


async def test_what_a_step_changed_can_be_taken_back(suite: ServiceSuite) -> None:
    kept = await ask(suite, "store", "set", key="c/kept", data={"n": 1})
    await ask(suite, "cache", "set", key="k", model="m", data=1, ttl_seconds=60)
    await ask(suite, "billing", "topup", tokens=5, price_cents=1)
    saved = await suite.save()
    await ask(suite, "store", "set", key="c/kept", data={"n": 2})
    await ask(suite, "store", "set", key="c/new", data={})
    await ask(suite, "cache", "set", key="k", model="m", data=2, ttl_seconds=60)
    await ask(suite, "billing", "topup", tokens=5, price_cents=1)
    await suite.restore(saved)
    saved.discard()
    assert await ask(suite, "store", "get", collection="c", doc_id="kept") == kept
    assert await ask(suite, "store", "get", collection="c", doc_id="new") is None
    assert await ask(suite, "cache", "get", key="k", model="m") == {"data": 1}
    assert (await ask(suite, "billing", "get_balance"))["balance"] == 50_005
    assert not saved.folder.exists()


async def test_a_backend_survives_a_reload_until_its_sources_change(
    suite: ServiceSuite, tmp_path: Path
) -> None:
    source = (
        "calls = []\n"
        "async def app(scope, receive, send):\n"
        "    if scope['type'] != 'http':\n"
        "        raise RuntimeError('no lifespan')\n"
        "    calls.append(1)\n"
        "    await send({'type': 'http.response.start', 'status': 200, 'headers': []})\n"
        "    await send({'type': 'http.response.body', 'body': str(len(calls)).encode()})\n"
    )
    (tmp_path / "backend.py").write_text(source, "utf-8")
    workspace = Workspace(tmp_path, http=HttpSettings(backend="backend:app"))

    async def reload_and_call(workspace: Workspace = workspace) -> str:
        await suite.add_app("notes", workspace, DECLARED, sys.executable)
        return str((await ask(suite, "http", "request", method="GET", url="/"))["body"])

    assert [await reload_and_call() for _ in range(3)] == ["1", "2", "3"]
    (tmp_path / "backend.py").write_text(source + "\n# changed\n", "utf-8")
    assert await reload_and_call() == "1"
    without = replace(workspace, http=HttpSettings())
    assert "no mock rule" in await reload_and_call(without)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"http": "carrier-pigeon"}, "there are: mock, offline, live"),
        ({"mock_default": "fine"}, "STATUS BODY"),
        ({"mock_file": Path("nowhere.toml")}, "no such mock file"),
        ({"env_file": Path("nowhere.env")}, "cannot be read"),
    ],
)
async def test_options_that_cannot_be_used_are_refused(
    clock: Clock, options: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint):
        await open_suite(clock, **options)
