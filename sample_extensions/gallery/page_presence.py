"""Chapter: what the assistant shows of itself."""

from app import ext
from parts import DONE, example, raw

from imperal_sdk import ui


@ext.panel("presence", slot="center", center_overlay=True, title="Webbee", icon="Bot")
async def presence(ctx, **_params):
    """Presence, veils, morphing states, stages, a tray answer and a signal."""
    return ui.Page([_agents(), _ghosts(), _morphing(), _stages(), _others()], title="Webbee")


def _agents():
    states = ["idle", "thinking", "executing", "completed", "failed"]
    return example(
        "AgentPresence",
        *[ui.AgentPresence(status=state, action=f"It is {state}") for state in states],
        ui.AgentPresence(status="executing", action="Half way", progress=50),
    )


def _ghosts():
    return example(
        "Ghost",
        ui.Ghost(ui.Button("Not while it works", on_click=DONE), reason="At work…"),
        ui.Ghost(ui.Text("Still"), pulse=False, opacity=0.3),
    )


def _morphing():
    affordances = [
        ui.Affordance("ok", "Approve", primary=True, risk="write", shortcut="A"),
        ui.Affordance("no", "Reject", risk="destructive", requires_confirmation=True),
    ]
    state = ui.MorphingState(
        context="invoice",
        summary="An invoice waits for a decision",
        urgency="high",
        risk="write",
        details="It is due tomorrow.",
        affected_entities=["invoice 42"],
        metrics={"amount": 1200},
        affordances=affordances,
        cognitive=ui.CognitiveContext(situation="review"),
    )
    return example("MorphingState", state)


def _stages():
    return example(
        "Stage",
        ui.Stage(
            "deploy",
            "Deploy",
            [ui.Text("Three of five steps are done."), ui.Progress(60)],
            hotkeys={"r": "restart"},
            telemetry={"steps": 5},
            command="deploy --all",
        ),
    )


def _others():
    return example(
        "A tray answer and a signal",
        ui.TrayResponse(badge=ui.Badge("3", color="red"), panel=ui.Text("Its panel")),
        raw("Text", content=ui.Signal("unread", 0)),
    )
