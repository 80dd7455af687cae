"""Wrong input: the documented exception, the offending value and the rule, at the author's line.

Each case is a line as an author would write it, run as a line of a file of theirs.
"""

from __future__ import annotations

import json
import traceback
from typing import Any

import pydantic
import pytest

from imperal_sdk import (
    ActionResult,
    ChatExtension,
    Extension,
    SkeletonAccessForbidden,
    UserContext,
    sdl,
    ui,
)
from imperal_sdk.errors import AuthError, ExtensionError, NotFoundError
from imperal_sdk.extensions.client import CircularCallError, ExtensionsClient
from imperal_sdk.secrets import (
    SecretDeclarationConflict,
    SecretNotDeclaredError,
    SecretValueTooLarge,
    SecretWriteForbidden,
)
from imperal_sdk.testing import MockContext
from imperal_sdk.types.models import HTTPResponse, HTTPStatusError

AUTHOR = "/home/author/demo/main.py"
LINE = 42


class Model(pydantic.BaseModel):
    """Registered with the cache."""

    text: str = ""


class Stranger(pydantic.BaseModel):
    """Not registered."""


class Others:
    """The other extensions: one that exposes ``find`` for reading."""

    def __init__(self, *scopes: str) -> None:
        self.scopes = list(scopes)
        self.extension = Extension("other")
        self.extension.expose("find")(lambda ctx: None)

    def load(self, app_id: str) -> Extension | None:
        return self.extension if app_id == "other" else None

    def create_child(self, **_about: Any) -> Any:
        return MockContext(scopes=self.scopes)


def clients(*stack: str, scopes: tuple[str, ...] = ("*",)) -> ExtensionsClient:
    others = Others(*scopes)
    return ExtensionsClient(others, others, {}, "demo", list(stack) or ["demo"])


async def fetch() -> Model:
    return Model()


async def fetch_another() -> Any:
    return Stranger()


def world() -> dict[str, Any]:
    """The names an author's line may use."""
    ext = Extension("demo")
    ext.cache_model("model")(Model)
    ext.secret("theirs", "Set by the user")
    ext.secret("ours", "Set by the extension", write_mode="extension", max_bytes=4)
    return {
        "ActionResult": ActionResult,
        "Extension": Extension,
        "HTTPResponse": HTTPResponse,
        "Model": Model,
        "Stranger": Stranger,
        "UserContext": UserContext,
        "clients": clients,
        "fetch": fetch,
        "fetch_another": fetch_another,
        "sdl": sdl,
        "ui": ui,
        "ext": ext,
        "chat": ChatExtension(ext),
        "ctx": MockContext(extension=ext, tool_type="panel"),
        "bare": MockContext(extension_id=""),
        "strict": MockContext(extension=ext, strict=True),
        "system": MockContext(extension=ext, user_id="__system__"),
    }


BAD = ValueError
Case = tuple[type[BaseException], str, str, str]

DECLARATIONS: list[Case] = [
    (BAD, "ext.emits('payments.charged')", "'payments.charged'", "demo."),
    (BAD, "ext.emits('demo_charged')", "'demo_charged'", "dot"),
    (BAD, "ext.skeleton('')", "''", "name"),
    (BAD, "ext.skeleton('a*b')", "'a*b'", "*"),
    (TypeError, "ext.skeleton(refresh)", "'handler'", "parenthes"),
    (BAD, "ext.panel('p', slot='main')", "'main'", "center"),
    (BAD, "ext.tray('t', zone='top')", "'top'", "status"),
    (BAD, "ext.tray('t', badge_style='round')", "'round'", "corner"),
    (BAD, "ext.tray('t', icon_color='teal')", "'teal'", "muted"),
    (BAD, "ext.menu_item('m', section='account')", "'account'", "main"),
    (BAD, "ext.schedule('s', '99 * * * *')", "99", "minute"),
    (BAD, "ext.schedule('s', '0 24 * * *')", "24", "hour"),
    (BAD, "ext.schedule('s', '0 0 0 * *')", "'0 0 0 * *'", "day of month"),
    (BAD, "ext.schedule('s', '0 0 1 13 *')", "13", "month"),
    (BAD, "ext.schedule('s', '0 0 * * 8')", "8", "day of week"),
    (BAD, "ext.schedule('s', '0 0 * * moon')", "moon", "day of week"),
    (BAD, "ext.schedule('s', '*/0 * * * *')", "*/0", "minute"),
    (BAD, "ext.schedule('s', '* * * *')", "'* * * *'", "five"),
    (TypeError, "ext.schedule('s', 5)", "5", "cron"),
    (TypeError, "ext.cache_model('n')(int)", "int", "BaseModel"),
    (BAD, "ext.cache_model('model')(Stranger)", "Stranger", "name of its own"),
    (BAD, "ext.secret('API_KEY', 'x')", "'API_KEY'", "lower"),
    (BAD, "ext.secret('k', 'x', write_mode='nobody')", "'nobody'", "extension"),
    (BAD, "ext.secret('k', 'x', max_bytes=70_000)", "70000", "65536"),
    (BAD, "ext.secret('k', 'x', rotation_hint_days=0)", "0", "1"),
    (BAD, "ext.secret('k', '  ')", "'  '", "description"),
    (BAD, "ext.secret('k', 'x', scope='all')", "'all'", "app"),
    (BAD, "ext.secret('k', 'x', scope='app', env_fallback='HOME')", "'HOME'", "IMPERAL_APPSECRET_"),
    (SecretDeclarationConflict, "ext.secret('theirs', 'again')", "'theirs'", "once"),
    (pydantic.ValidationError, "ext.file_sink('t', accepts=[], arg='a')", "accepts", "at least 1"),
    (TypeError, "chat.function('f', 'x', colour='red')", "colour", "function"),
    (TypeError, "Extension()", "app_id", "missing"),
    (BAD, "await ext.call_tool('nothing', ctx)", "'nothing'", "Unknown tool"),
    (BAD, "await ext.call_signal('nothing', ctx)", "'nothing'", "Unknown signal"),
]

NODES: list[Case] = [
    (BAD, "ui.Stack([], direction='diagonal')", "'diagonal'", "vertical"),
    (BAD, "ui.Alert('m', variant='loud')", "'loud'", "warn"),
    (BAD, "ui.Alert('m', type='loud')", "'loud'", "warn"),
    (BAD, "ui.Toast('m', 'loud')", "'loud'", "info"),
    (BAD, "ui.Toast('m', duration=-1)", "-1", "0"),
    (BAD, "ui.Toast('m', action_label='undo')", "action_label", "do"),
    (BAD, "ui.Stat('l', 1, trend_direction='UP')", "'UP'", "down"),
    (BAD, "ui.Input(type='tel')", "'tel'", "email"),
    (BAD, "ui.Input(variant='loud')", "'loud'", "ghost"),
    (BAD, "ui.FileUpload(variant='loud')", "'loud'", "futuristic"),
    (BAD, "ui.RadioGroup([], orientation='slanted')", "'slanted'", "horizontal"),
    (BAD, "ui.Modal(size='huge')", "'huge'", "xl"),
    (TypeError, "ui.Link(href='/x')", "ui.Link", "label"),
    (TypeError, "ui.Call('f', function='g')", "function", "multiple values"),
    (TypeError, "ui.Dialog('t', colour='red')", "colour", "keyword"),
]

CLIENTS: list[Case] = [
    (BAD, "await ctx.cache.get('a.b', Model)", "'a.b'", "letters, digits"),
    (BAD, "await ctx.cache.get('', Model)", "''", "1 to 128"),
    (BAD, "await ctx.cache.delete('k' * 200)", "200 characters", "128"),
    (BAD, "await ctx.cache.set('k', Model(), ttl_seconds=4)", "4", "300"),
    (BAD, "await ctx.cache.set('k', Model(), ttl_seconds=301)", "301", "300"),
    (BAD, "await ctx.cache.set('k', Model(), ttl_seconds=True)", "True", "300"),
    (BAD, "await ctx.cache.get_or_fetch('k', Model, fetch, 600)", "600", "300"),
    (TypeError, "await ctx.cache.set('k', {'a': 1})", "{'a': 1}", "model"),
    (TypeError, "await ctx.cache.get('k', int)", "int", "model"),
    (BAD, "await ctx.cache.set('k', Stranger())", "Stranger", "cache_model"),
    (BAD, "await ctx.cache.set('k', Model(text='x' * 70_000))", "70", "65536"),
    (TypeError, "await ctx.cache.get_or_fetch('k', Model, fetch_another)", "Stranger", "Model"),
    (BAD, "await ctx.http.get('https://a.test', timeout=181)", "181", "180 seconds"),
    (BAD, "await ctx.http.post('https://a.test', timeout=0)", "0", "180 seconds"),
    (BAD, "await ctx.http.put('https://a.test', timeout=-1)", "-1", "180 seconds"),
    (TypeError, "await strict.http.patch('https://a.test', jsn={})", "'jsn'", "json"),
    (json.JSONDecodeError, "HTTPResponse(200, '<html>').json()", "'<html>'", "JSON bodies"),
    (HTTPStatusError, "HTTPResponse(404, 'gone').raise_for_status()", "404", "gone"),
    (RuntimeError, "ctx.as_user('u1')", "'u1'", "system context"),
    (BAD, "system.as_user('')", "''", "user"),
    (BAD, "system.as_user('__system__')", "'__system__'", "user"),
    (RuntimeError, "await anext(ctx.store.list_users('notes'))", "list_users", "system"),
    (BAD, "await anext(system.store.list_users('a:b'))", "'a:b'", "collection"),
    (BAD, "await anext(system.store.list_users('n', page_size=0))", "0", "10000"),
    (SkeletonAccessForbidden, "await ctx.skeleton.get('s')", "panel", "skeleton"),
    (SecretNotDeclaredError, "await ctx.secrets.get('lost')", "'lost'", "declares"),
    (SecretWriteForbidden, "await ctx.secrets.set('theirs', 'x')", "'theirs'", "write_mode"),
    (SecretWriteForbidden, "await ctx.secrets.delete('theirs')", "'theirs'", "write_mode"),
    (SecretValueTooLarge, "await ctx.secrets.set('ours', '12345')", "'ours'", "at most 4 bytes"),
    (RuntimeError, "bare.webhook_url('/cb')", "'/cb'", "id of its extension"),
    (BAD, "await ctx.oauth_authorize_url('github')", "'github'", "google"),
    (CircularCallError, "await clients('demo', 'other').call('other', 'find')", "other", "demo"),
    (ExtensionError, "await clients(*'abcdefg').call('other', 'find')", "other", "at most 7"),
    (ExtensionError, "await clients().call('lost', 'find')", "'lost'", "loaded"),
    (NotFoundError, "await clients().call('other', 'lose')", "lose", "find"),
    (AuthError, "await clients(scopes=('mail',)).call('other', 'find')", "other:read", "scope"),
]

VALUES: list[Case] = [
    (
        pydantic.ValidationError,
        "UserContext(imperal_id='u', email='', tenant_id='t', role='r', id=1)",
        "id",
        "Extra",
    ),
    (
        pydantic.ValidationError,
        "UserContext(imperal_id='', email='', tenant_id='t', role='r')",
        "imperal_id",
        "least 1",
    ),
    (TypeError, "ActionResult.success({})", "summary", "missing"),
    (sdl.RoleError, "sdl.field(role='Audio.bpm')", "'Audio.bpm'", "malformed"),
    (sdl.RoleError, "sdl.validate_custom_role('time.mine')", "'time.mine'", "reserved"),
    (KeyError, "sdl.resolve_facets(['Entity'])", "'Entity'", "facet"),
]

WRONG = DECLARATIONS + NODES + CLIENTS + VALUES


@pytest.mark.parametrize(("error", "source", "value", "rule"), WRONG, ids=lambda part: str(part))
async def test_wrong_input_is_refused_by_value_and_rule_at_the_authors_line(
    error: type[BaseException], source: str, value: str, rule: str
) -> None:
    names = world()
    text = "\n" * (LINE - 2) + f"async def handler():\n    {source}\n"
    exec(compile(text, AUTHOR, "exec"), names)
    names["refresh"] = names["handler"]
    with pytest.raises(error) as caught:
        await names["handler"]()
    assert type(caught.value) is error or error is SecretNotDeclaredError
    said = str(caught.value)
    assert value in said
    assert rule in said
    frames = traceback.extract_tb(caught.tb)
    assert [frame.lineno for frame in frames if frame.filename == AUTHOR][-1] == LINE
