"""Secrets: their declaration, the client's rules, and development mode."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imperal_sdk import Extension
from imperal_sdk.secrets import (
    SecretClient,
    SecretNotDeclaredError,
    SecretSpec,
    SecretStatus,
    SecretValueTooLarge,
    SecretVaultUnavailable,
    SecretWriteForbidden,
)
from imperal_sdk.secrets.panel_handler import builtin_secrets_panel_handler
from imperal_sdk.secrets.spec import SECRET_NAME_RE
from imperal_sdk.testing import MockContext

SPECS = {
    "api_key": SecretSpec("api_key", "Set by the user"),
    "token": SecretSpec("token", "Kept by the extension", write_mode="both", max_bytes=8),
}


class Vault:
    """A transport that keeps values in memory."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    async def __call__(self, service: str, method: str, args: dict[str, Any]) -> Any:
        if method == "get":
            return self.values.get(args["name"])
        if method == "set":
            self.values[args["name"]] = args["value"]
            return None
        if method == "delete":
            return self.values.pop(args["name"], None) is not None
        if method == "is_set":
            return args["name"] in self.values
        return [{"name": name, "is_set": True} for name in self.values]


def client(vault: Vault | None = None) -> SecretClient:
    return SecretClient(
        ext_id="notes",
        imperal_id="u1",
        auth_gw_base="",
        session_token="",
        declared=SPECS,
        transport=vault,
    )


@given(st.text())
def test_names_are_accepted_exactly_when_they_follow_the_rule(name: str) -> None:
    if SECRET_NAME_RE.fullmatch(name):
        assert SecretSpec(name, "x").name == name
    else:
        with pytest.raises(ValueError, match="Rule: "):
            SecretSpec(name, "x")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"description": "  "}, "is blank"),
        ({"write_mode": "nobody"}, "write_mode='nobody'"),
        ({"scope": "world"}, "scope='world'"),
        ({"max_bytes": 0}, "max_bytes=0"),
        ({"max_bytes": 65537}, "max_bytes=65537"),
        ({"max_bytes": True}, "max_bytes=True"),
        ({"rotation_hint_days": 0}, "rotation_hint_days=0"),
        ({"env_fallback": "IMPERAL_APPSECRET_X"}, "scope='user'"),
        ({"scope": "app", "env_fallback": "PATH"}, "outside the namespace"),
    ],
)
def test_bad_settings_name_value_rule_and_fix(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=r"ext.secret\('key'\).*Rule: .*Fix: ") as caught:
        SecretSpec(**{"name": "key", "description": "d", **settings})
    assert words in str(caught.value)


def test_manifest_entry_leaves_unused_settings_out() -> None:
    assert SecretSpec("key", "d").to_manifest_dict() == {
        "name": "key",
        "description": "d",
        "required": False,
        "write_mode": "user",
        "max_bytes": 4096,
        "scope": "user",
    }
    spec = SecretSpec(
        "key", "d", rotation_hint_days=90, scope="app", env_fallback="IMPERAL_APPSECRET_NOTES_KEY"
    )
    assert spec.to_manifest_dict()["rotation_hint_days"] == 90
    assert spec.to_manifest_dict()["env_fallback"] == "IMPERAL_APPSECRET_NOTES_KEY"


async def test_values_are_read_written_and_listed() -> None:
    vault = Vault()
    secrets = client(vault)
    assert await secrets.get("api_key") is None
    await secrets.set("token", "12345678")
    assert await secrets.get("token") == "12345678"
    assert await secrets.is_set("token") is True
    assert await secrets.list() == [
        SecretStatus("api_key", "Set by the user", False, None),
        SecretStatus("token", "Kept by the extension", True, None),
    ]
    assert await secrets.delete("token") is True
    assert await secrets.delete("token") is False


@pytest.mark.parametrize("method", ["get", "set", "delete", "is_set"])
async def test_undeclared_names_are_refused(method: str) -> None:
    arguments = ("other", "v") if method == "set" else ("other",)
    with pytest.raises(
        SecretNotDeclaredError, match=r"declared: api_key, token.*ext.secret\('other'"
    ):
        await getattr(client(Vault()), method)(*arguments)


async def test_only_the_user_writes_what_is_the_users() -> None:
    with pytest.raises(SecretWriteForbidden, match="write_mode='both'"):
        await client(Vault()).set("api_key", "x")
    with pytest.raises(SecretWriteForbidden):
        await client(Vault()).delete("api_key")


async def test_length_is_counted_in_bytes() -> None:
    with pytest.raises(SecretValueTooLarge, match=r"10 bytes.*at most 8"):
        await client(Vault()).set("token", "ééééé")


async def test_development_mode_reads_variables_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("IMPERAL_DEV_MODE", "1")
    monkeypatch.setenv("IMPERAL_SECRET_API_KEY", "from env")
    secrets = client()
    assert await secrets.get("api_key") == "from env"
    assert await secrets.get("token") is None
    assert await secrets.is_set("api_key") is True
    assert [status.is_set for status in await secrets.list()] == [True, False]
    await secrets.set("token", "x")
    assert await secrets.delete("token") is False
    assert caplog.text.count("does nothing in development mode") == 2
    with pytest.raises(SecretNotDeclaredError):
        await secrets.get("other")


async def test_builtin_panel_shows_states_and_never_values() -> None:
    ctx = MockContext(extension_id="notes")
    ctx.secrets = client(Vault())
    await ctx.secrets.set("token", "12345678")
    tree = await builtin_secrets_panel_handler(ctx)
    assert tree["type"] == "Stack"
    text = str(tree)
    assert "Kept by the extension" in text
    assert "12345678" not in text
    api_key, token = (node["props"] for node in tree["props"]["children"] if node["type"] == "Card")
    assert "Not set" in str(api_key)
    assert "/ext/notes/secrets#api_key" in str(api_key)
    assert "'Set'" in str(token)
    assert "#token" in str(token)


async def test_builtin_panel_offers_no_button_for_what_the_extension_writes() -> None:
    extension = Extension("notes")
    extension.secret("token", "Kept by the extension", write_mode="extension")
    ctx = MockContext(extension_id="notes")
    ctx._extension = extension
    ctx.secrets = client(Vault())
    tree = await builtin_secrets_panel_handler(ctx)
    cards = {n["props"]["title"]: n for n in tree["props"]["children"] if n["type"] == "Card"}
    assert "Button" not in str(cards["token"])
    assert "Button" in str(cards["api_key"])


async def test_builtin_panel_explains_an_unavailable_vault_and_no_secrets() -> None:
    class Down:
        async def list(self) -> None:
            raise SecretVaultUnavailable("The vault answered 503")

    ctx = MockContext()
    ctx.secrets = Down()
    assert "Vault unavailable" in str(await builtin_secrets_panel_handler(ctx))
    assert "No secrets declared" in str(await builtin_secrets_panel_handler(object()))
