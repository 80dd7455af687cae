from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from workbench.kernel.clock import Clock
from workbench.kernel.errors import SettingsError
from workbench.kernel.masking import Masker
from workbench.kernel.personas import Persona
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.secrets import Secrets, given_secrets

DECLARED = {
    "secrets": [
        {"name": "api_key", "description": "Key", "required": True, "write_mode": "user"},
        {"name": "token", "description": "Token", "write_mode": "both", "max_bytes": 20},
        {"name": "shared", "description": "Shared", "scope": "app", "write_mode": "extension"},
    ]
}
ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme", declarations=DECLARED)
BEN = Scope("notes", Persona("u-ben"), "u-ben", "acme", declarations=DECLARED)


class Bench:
    """Secrets with the masker that hides them."""

    def __init__(self, **given: str) -> None:
        self.clock = Clock(1_000.0, paused=True)
        self.masker = Masker()
        self.secrets = Secrets(self.masker, self.clock, given)

    async def __call__(self, scope: Scope, method: str, **args: Any) -> Any:
        return await self.secrets.call(ServiceCall("secrets", method, args, scope))

    async def refused(self, scope: Scope, method: str, **args: Any) -> ServiceError:
        with pytest.raises(ServiceError) as caught:
            await self(scope, method, **args)
        return caught.value


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    made.clock.close()


async def test_a_value_belongs_to_one_user(bench: Bench) -> None:
    await bench(ADA, "set", name="token", value="t-ada-1")
    assert await bench(ADA, "get", name="token") == "t-ada-1"
    assert await bench(BEN, "get", name="token") is None
    assert await bench(BEN.for_user("u-ada"), "get", name="token") == "t-ada-1"
    assert await bench(ADA, "is_set", name="token") is True
    await bench(ADA, "delete", name="token")
    assert await bench(ADA, "is_set", name="token") is False


async def test_an_apps_own_secret_is_shared_by_its_users(bench: Bench) -> None:
    await bench(ADA, "set", name="shared", value="of the app")
    assert await bench(BEN, "get", name="shared") == "of the app"
    other = Scope("mail", BEN.user, "u-ben", "acme", declarations=DECLARED)
    assert await bench(other, "get", name="shared") is None


async def test_every_value_is_masked_from_the_moment_it_is_set(bench: Bench) -> None:
    await bench(ADA, "set", name="token", value="t-ada-1")
    assert bench.masker.text("saw t-ada-1") == "saw ‹secret:token›"


@pytest.mark.parametrize("method", ["get", "set", "delete", "is_set"])
async def test_a_name_must_be_declared(bench: Bench, method: str) -> None:
    error = await bench.refused(ADA, method, name="other", value="x")
    assert error.type == "SecretNotDeclaredError"


@pytest.mark.parametrize("method", ["set", "delete"])
async def test_what_the_user_writes_the_extension_may_not(bench: Bench, method: str) -> None:
    error = await bench.refused(ADA, method, name="api_key", value="x")
    assert error.type == "SecretWriteForbidden"
    bench.secrets.put(ADA, "api_key", "by the user")
    assert await bench(ADA, "get", name="api_key") == "by the user"


async def test_a_value_may_have_as_many_bytes_as_declared(bench: Bench) -> None:
    await bench(ADA, "set", name="token", value="ä" * 10)
    assert (await bench.refused(ADA, "set", name="token", value="ä" * 11)).type == (
        "SecretValueTooLarge"
    )


async def test_the_list_tells_what_is_set_and_never_a_value(bench: Bench) -> None:
    await bench(ADA, "set", name="token", value="t-ada-1")
    await bench(ADA, "get", name="token")
    statuses = await bench(ADA, "list")
    assert [(s["name"], s["is_set"], s["last_accessed_at"]) for s in statuses] == [
        ("api_key", False, None),
        ("token", True, 1_000),
        ("shared", False, None),
    ]
    assert "t-ada-1" not in str(statuses)


async def test_required_secrets_without_a_value_are_missing(bench: Bench) -> None:
    assert bench.secrets.missing(ADA) == ["api_key"]
    bench.secrets.put(ADA, "api_key", "k-1234")
    assert bench.secrets.missing(ADA) == []
    assert bench.secrets.missing(BEN) == ["api_key"]


async def test_values_from_outside_serve_every_user_until_one_sets_their_own() -> None:
    bench = Bench(token="from outside")
    assert await bench(ADA, "get", name="token") == "from outside"
    assert bench.masker.text("from outside") == "‹secret:token›"
    await bench(ADA, "set", name="token", value="own")
    await bench(BEN, "delete", name="token")
    assert await bench(ADA, "get", name="token") == "own"
    assert await bench(BEN, "get", name="token") is None
    bench.clock.close()


async def test_an_apps_secret_may_fall_back_on_a_variable_it_names(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = {"name": "client", "scope": "app", "env_fallback": "IMPERAL_APPSECRET_CLIENT"}
    scope = Scope("notes", ADA.user, "u-ada", "acme", declarations={"secrets": [spec]})
    assert await bench(scope, "get", name="client") is None
    monkeypatch.setenv("IMPERAL_APPSECRET_CLIENT", "of the machine")
    assert await bench(scope, "get", name="client") == "of the machine"
    assert bench.masker.text("of the machine") == "‹secret:client›"


def test_the_environment_wins_over_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ".env"
    path.write_text(
        "# a comment\n\nexport API_KEY='quoted value'\nIMPERAL_SECRET_TOKEN=t=1\nplain=x\n", "utf-8"
    )
    monkeypatch.setenv("IMPERAL_SECRET_PLAIN", "from the environment")
    monkeypatch.setenv("IMPERAL_SECRET_EMPTY", "")
    assert given_secrets(path) == {
        "api_key": "quoted value",
        "token": "t=1",
        "plain": "from the environment",
    }


@pytest.mark.parametrize("text", ["just words\n", "=x\n"])
def test_an_env_file_that_is_wrong_says_the_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / ".env"
    path.write_text("ok=1\n" + text, "utf-8")
    with pytest.raises(SettingsError, match=r"\.env:2"):
        given_secrets(path)


def test_a_missing_env_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        given_secrets(tmp_path / "nope")
