"""How background work comes into being, and what its caller is told at once."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter_ns

from workbench.kernel.core import Core
from workbench.kernel.functions import FunctionOutcome
from workbench.kernel.invocation import Invocation, Trigger
from workbench.kernel.services.call import ServiceError
from workbench.kernel.tasks.task import Task


def new_task(core: Core, trigger: Trigger, name: str, *, long_running: bool) -> Task:
    """A task of the trigger's user that holds time; nothing runs it yet."""
    now, profile = core.clock.now(), core.profile
    cap = profile.background_long_cap_s if long_running else profile.background_cap_s
    return Task(
        id=core.ids.new("task"),
        app_id=trigger.app_id,
        user_id=trigger.user.imperal_id,
        tenant_id=trigger.user.tenant_id,
        name=name,
        long_running=long_running,
        cap_s=cap,
        at=now,
        quiet_since=now,
        cause_id=trigger.cause_id or trigger.parent_id,
        hold=core.clock.hold(),
    )


def check_owner(parent: Invocation) -> None:
    """A task belongs to a user: ServiceError for a handler that runs as nobody."""
    actor = parent.trigger.user
    if not actor.is_person:
        message = (
            f"a background task belongs to a user, and this handler runs as {actor.imperal_id}"
        )
        raise ServiceError("RuntimeError", message)


def spawned(core: Core, task: Task, parent: Invocation, number: int) -> Invocation:
    """The invocation of a coroutine that the child runs itself; its calls carry ``number``."""
    trigger = replace(
        parent.trigger,
        parent_id=parent.span_id,
        deadline_s=None,
        note={**parent.trigger.note, "task": task.name},
    )
    return replace(
        parent,
        number=number,
        span_id=task.id,
        trigger=trigger,
        task_id=task.id,
        spans=[],
        interrupted=None,
        scope=None,
        holds=(task.hold,),
        at=core.clock.now(),
        started_ns=perf_counter_ns(),
    )


def acknowledged(task: Task, trigger: Trigger) -> FunctionOutcome:
    """What a function answers whose work goes on in the background."""
    summary = (
        f"Started '{trigger.name}' in background — the result will be sent to chat when it "
        "finishes."
    )
    return FunctionOutcome(
        "success",
        task.id,
        data={"task_id": task.id},
        summary=summary,
        refresh_panels=[],
        task_id=task.id,
        returned="action_result",
    )
