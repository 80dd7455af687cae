from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.kernel.errors import SettingsError
from workbench.kernel.workspace import HttpRule, Workspace, load_rules, parse_default
from workbench.paths import samples

FULL = """
[[personas]]
imperal_id = "u-eve"
name = "Eve"
tenant_id = "acme"
scopes = ["notes.*"]
timezone = "Europe/Berlin"
attributes = { plan = "pro" }

[http]
base_url = "https://api.example.com"
backend = "backend:app"

[[http.rule]]
method = "get"
url = "/v1/notes/*"
status = 404
headers = { "x-count" = 3 }
json = { notes = [] }
latency_ms = 40
times = 2

[[ai.rule]]
match = "summarise"
text = "Short."

[[plans]]
say = "delete it"
steps = []

[config]
limit = 5
[user_config.u-eve]
limit = 6

[billing]
balance = 10

[check]
silence = ["N1"]

[agency_theme]
density = "compact"
[agency_theme.colors]
primary = { light = "#123456", dark = "#abcdef" }
"""


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "workbench.toml").write_text(text, "utf-8")
    return tmp_path


def test_a_folder_without_the_file_is_an_empty_workspace(tmp_path: Path) -> None:
    workspace = Workspace.load(tmp_path)
    assert workspace.personas == ()
    assert workspace.http.rules == ()
    assert workspace.config == {}


def test_everything_the_file_says_is_read(tmp_path: Path) -> None:
    workspace = Workspace.load(folder(tmp_path, FULL))
    (eve,) = workspace.personas
    assert (eve.imperal_id, eve.email, eve.scopes) == ("u-eve", "u-eve@acme.test", ("notes.*",))
    assert eve.timezone == "Europe/Berlin"
    assert eve.attributes == {"plan": "pro"}
    assert workspace.http.base_url == "https://api.example.com"
    assert workspace.http.backend == "backend:app"
    (rule,) = workspace.http.rules
    assert rule == HttpRule(
        "/v1/notes/*", "GET", 404, {"x-count": "3"}, {"notes": []}, None, 40.0, 2
    )
    assert workspace.ai_rules[0].text == "Short."
    assert workspace.plans == ({"say": "delete it", "steps": []},)
    assert workspace.config == {"limit": 5}
    assert workspace.user_config == {"u-eve": {"limit": 6}}
    assert workspace.billing == {"balance": 10}
    assert workspace.silenced == ("N1",)
    colors = {"primary": {"light": "#123456", "dark": "#abcdef"}}
    assert workspace.agency_theme == {"density": "compact", "colors": colors}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[htpp]\n", "has no 'htpp'"),
        ("[http]\nbase = 'x'\n", r"\[http\] has no 'base'"),
        ("[[http.rule]]\nstatus = 200\n", r"\[\[http.rule\]\] 1 needs 'url'"),
        ("[[http.rule]]\nurl = '/'\n[[http.rule]]\nurl = 3\n", r"\[\[http.rule\]\] 2: url must"),
        ("[[http.rule]]\nurl = '/'\nstatus = 42\n", "status must be an integer from 100 to 599"),
        ("[[http.rule]]\nurl = '/'\nlatency_ms = -1\n", "latency_ms must be a number from 0"),
        ("[[personas]]\nname = 'x'\n", r"\[\[personas\]\] 1 needs 'imperal_id'"),
        ("[[personas]]\nimperal_id = 'x'\nscopes = 'all'\n", "scopes must be a list of strings"),
        ("http = 3\n", r"\[http\] must be a table"),
        ("plans = 'no'\n", "plans must be a list of tables"),
        ("[agency_theme]\nradius = 'oval'\n", "radius must be one of sharp, default, rounded"),
        ("[agency_theme.colors]\nprimary = 'red'\n", r"\[agency_theme.colors.primary\] must be"),
        ("[http\n", "workbench.toml"),
    ],
)
def test_a_mistake_names_the_file_and_the_place(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint) as caught:
        Workspace.load(folder(tmp_path, text))
    assert "workbench.toml" in caught.value.report.message


@pytest.mark.parametrize("name", sorted(path.name for path in samples().iterdir()))
def test_the_samples_files_are_understood(name: str) -> None:
    Workspace.load(samples() / name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.toml", "[[http.rule]]\nurl = '/a'\njson = { n = 1 }\n"),
        ("m.toml", "[[rule]]\nurl = '/a'\njson = { n = 1 }\n"),
        ("m.json", json.dumps([{"url": "/a", "json": {"n": 1}}])),
        ("m.json", json.dumps({"rule": [{"url": "/a", "json": {"n": 1}}]})),
        ("m.json", json.dumps({"http": {"rule": [{"url": "/a", "json": {"n": 1}}]}})),
    ],
)
def test_mock_files_come_in_toml_and_json(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert load_rules(path) == (HttpRule("/a", json={"n": 1}),)


@pytest.mark.parametrize("text", ['"text"', "{", '{"rules": []}', '[{"nope": 1}]'])
def test_a_mock_file_that_is_wrong_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"m\.json"):
        load_rules(path)


def test_a_missing_mock_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such mock file"):
        load_rules(tmp_path / "m.json")


def test_a_default_answer_has_a_status_and_a_body() -> None:
    assert parse_default('200 {"ok": true}') == HttpRule("*", status=200, json={"ok": True})
    assert parse_default("503 down") == HttpRule("*", status=503, text="down")
    assert parse_default("204") == HttpRule("*", status=204, json={})


@pytest.mark.parametrize("text", ["", "ok", "20 {}", "700 {}"])
def test_a_default_answer_without_a_status_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="STATUS BODY"):
        parse_default(text)
