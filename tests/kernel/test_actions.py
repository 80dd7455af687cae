"""UI actions: where a function name leads, what navigate, send and open say, and path A."""

from __future__ import annotations

from tests.kernel.conftest import Start, Write, until
from workbench.kernel.actions import route
from workbench.kernel.kernel import Kernel

SOURCE = """
state = {"n": 0}

@ext.panel("counter", slot="left")
async def counter(ctx, tab=""):
    return ui.Text(f"{state['n']}:{tab}")

@ext.panel("log", slot="right")
async def log(ctx):
    return ui.Text(str(state["n"]))

@ext.widget("stat")
async def stat(ctx, size="s"):
    return ui.Text(size)

@ext.tray("bell")
async def bell(ctx):
    return ui.Text("ring")

class Only(BaseModel):
    panels: list[str] | None = None

@chat.function("bump", description="Add one.", action_type="write", event="bumped")
async def bump(ctx, params: Only) -> ActionResult:
    state["n"] += 1
    return ActionResult.success(
        data={"n": state["n"]}, summary="Bumped.", refresh_panels=params.panels
    )

@chat.function("fail", description="Fail.", action_type="write")
async def fail(ctx, params: Nothing) -> ActionResult:
    return ActionResult.error("cannot")
"""


def call(function: str, **params: object) -> dict[str, object]:
    return {"action": "call", "function": function, "params": params}


def shown(kernel: Kernel, panel_id: str) -> str:
    answer = kernel.panels.current("demo", panel_id)
    assert answer is not None
    assert answer.ui is not None
    return str(answer.ui["props"]["content"])


def test_names_lead_to_handlers_by_their_beginning() -> None:
    assert route("__panel__a__b") == ("panel", "a__b")
    assert route("__webhook__in/x") == ("webhook", "in/x")
    assert route("create_note") == ("function", "create_note")


async def test_a_panel_call_replaces_its_slot(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    outcome = await kernel.act("demo", call("__panel__counter", tab="x"), panel_id="log")
    assert (outcome.ok, outcome.kind) == (True, "panel")
    assert outcome.answer is not None
    assert outcome.answer.params == {"tab": "x"}
    assert kernel.panels.showing("demo")["left"] == "counter"


async def test_widgets_and_trays_are_called_with_keyword_arguments(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    widget = await kernel.act("demo", call("__widget__stat", size="xl"))
    tray = await kernel.act("demo", call("__tray__bell"))
    assert widget.result is not None
    assert widget.result.ui is not None
    assert widget.result.ui["props"]["content"] == "xl"
    assert tray.ok


async def test_navigate_send_and_open_say_what_to_do(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    to = await kernel.act("demo", {"action": "navigate", "path": "/x"})
    url = await kernel.act("demo", {"action": "open", "url": "https://x.test"})
    said = await kernel.act("demo", {"action": "send", "message": "hello there"})
    assert (to.kind, to.path) == ("navigate", "/x")
    assert (url.kind, url.url) == ("open", "https://x.test")
    assert (said.kind, said.message) == ("send", "hello there")
    await until(kernel.chat.changed, lambda: kernel.chat.turns[-1].finished)
    assert kernel.chat.turns[-1].text == "hello there"


async def test_an_unknown_action_is_an_error_not_an_exception(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    outcome = await kernel.act("demo", {"action": "dance"})
    assert (outcome.ok, outcome.kind) == (False, "none")


async def test_path_a_refreshes_what_the_function_names(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    await kernel.panels.discover("demo")
    named = await kernel.act("demo", call("bump", panels=["log"]))
    assert named.result is not None
    assert named.result.refreshed == ["log"]
    assert (shown(kernel, "counter"), shown(kernel, "log")) == ("0:", "1")
    none = await kernel.act("demo", call("bump", panels=[]))
    assert none.result is not None
    assert none.result.refreshed == []
    assert shown(kernel, "log") == "1"
    everything = await kernel.act("demo", call("bump"))
    assert everything.result is not None
    assert sorted(everything.result.refreshed) == ["counter", "log"]
    assert (shown(kernel, "counter"), shown(kernel, "log")) == ("3:", "3")


async def test_a_refresh_keeps_the_panel_s_parameters(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    await kernel.act("demo", call("__panel__counter", tab="mine"))
    await kernel.act("demo", call("bump"))
    assert shown(kernel, "counter") == "1:mine"


async def test_a_refresh_of_an_unknown_panel_is_recorded(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    await kernel.act("demo", call("bump", panels=["demo.log", "log"]))
    (problem,) = await kernel.journal.query(kinds=["problem"])
    assert problem.body["error"]["type"] == "UnknownPanel"
    assert shown(kernel, "log") == "1"


async def test_a_failing_call_refreshes_nothing_and_tells_why(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    await kernel.panels.discover("demo")
    outcome = await kernel.act("demo", call("fail"))
    assert not outcome.ok
    assert outcome.error is not None
    assert outcome.error.message == "cannot"
    assert await kernel.journal.query(kinds=["refresh"]) == []


async def test_a_panel_button_does_not_ask(start: Start, write: Write) -> None:
    kernel = await start()
    await kernel.load(write(SOURCE))
    await kernel.act("demo", call("bump"))
    assert kernel.chat.turns == []


async def test_a_plain_tool_can_be_called_by_a_button(kernel: Kernel, write: Write) -> None:
    tool = '@ext.tool("echo")\nasync def echo(ctx, word="?"):\n    return {"word": word}\n'
    await kernel.load(write(SOURCE + tool))
    outcome = await kernel.act("demo", call("echo", word="hi"))
    assert outcome.result is not None
    assert outcome.result.data == {"word": "hi"}


async def test_an_undeclared_panel_is_not_fetched_ever_after(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    wrong = await kernel.act("demo", call("__panel__typo"))
    assert not wrong.ok
    assert await kernel.refresher.after_chat(None) == []
