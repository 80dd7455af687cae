"""Chat functions: add, list, complete, delete."""

from datetime import date

import board
from app import chat
from pydantic import BaseModel, Field, field_validator

from imperal_sdk import ActionResult

PANELS = ["list", "board"]


class AddTask(BaseModel):
    """A task to remember."""

    title: str = Field(description="What has to be done", min_length=1, max_length=200)
    due: date | None = Field(default=None, description="Day it is due; today if absent")

    @field_validator("due", mode="before")
    @classmethod
    def _blank_is_absent(cls, value: object) -> object:
        return value or None


class ListTasks(BaseModel):
    """Which tasks to list."""

    include_done: bool = Field(default=False, description="Also list finished tasks")


class TaskRef(BaseModel):
    """One task."""

    task_id: str = Field(description="The task")


class TaskChanged(BaseModel):
    """What every change answers."""

    task_id: str
    title: str


class TaskList(BaseModel):
    """Tasks, the earliest due first."""

    tasks: list[dict]


@chat.function(
    "add_task",
    description="Add a task to the to-do list, with an optional due date.",
    action_type="write",
    event="tasks.added",
    effects=["create:task"],
    data_model=TaskChanged,
)
async def add_task(ctx, params: AddTask) -> ActionResult:
    """Store the task under the user."""
    due = (params.due or board.today(ctx)).isoformat()
    fields = {"title": params.title, "due": due, "done": False}
    document = await ctx.store.create(board.COLLECTION, fields)
    return _changed(document, f"Added “{params.title}”, due {due}.")


@chat.function(
    "list_tasks",
    description="List the tasks on the to-do list that are still open.",
    action_type="read",
    data_model=TaskList,
)
async def list_tasks(ctx, params: ListTasks) -> ActionResult:
    """Open tasks, or all of them."""
    tasks = [t for t in await board.all_tasks(ctx) if params.include_done or not t["done"]]
    titles = ", ".join(task["title"] for task in tasks[:5]) or "nothing to do"
    return ActionResult.success(
        data=TaskList(tasks=tasks).model_dump(), summary=f"{len(tasks)} tasks: {titles}"
    )


@chat.function(
    "complete_task",
    description="Mark a task on the to-do list as done.",
    action_type="write",
    event="tasks.completed",
    effects=["update:task"],
    data_model=TaskChanged,
)
async def complete_task(ctx, params: TaskRef) -> ActionResult:
    """Done tasks stay until the nightly sweep."""
    if await ctx.store.get(board.COLLECTION, params.task_id) is None:
        return ActionResult.error(f"There is no task {params.task_id}.", code="NO_SUCH_TASK")
    done = {"done": True, "done_on": board.today(ctx).isoformat()}
    document = await ctx.store.update(board.COLLECTION, params.task_id, done)
    return _changed(document, f"Done: “{document.data['title']}”.")


@chat.function(
    "delete_task",
    description="Delete a task from the to-do list for good.",
    action_type="destructive",
    event="tasks.deleted",
    effects=["delete:task"],
    data_model=TaskChanged,
)
async def delete_task(ctx, params: TaskRef) -> ActionResult:
    """There is no undo."""
    document = await ctx.store.get(board.COLLECTION, params.task_id)
    if document is None:
        return ActionResult.error(f"There is no task {params.task_id}.", code="NO_SUCH_TASK")
    await ctx.store.delete(board.COLLECTION, params.task_id)
    return _changed(document, f"Deleted “{document.data['title']}”.")


def _changed(document, summary: str) -> ActionResult:
    changed = TaskChanged(task_id=document.id, title=document.data["title"])
    return ActionResult.success(data=changed.model_dump(), summary=summary, refresh_panels=PANELS)
