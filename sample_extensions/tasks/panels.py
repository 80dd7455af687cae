"""The list at the left, the board in the center and the tray item."""

import board
from app import ext

from imperal_sdk import ui

CHANGES = "on_event:tasks.added,tasks.completed,tasks.deleted"


@ext.panel("list", slot="left", title="Tasks", icon="ListTodo", refresh=CHANGES)
async def task_list(ctx, **_params):
    """All tasks; opens the board beside it once per session."""
    tasks, day = await board.all_tasks(ctx), board.today(ctx)
    open_tasks = [task for task in tasks if not task["done"]]
    root = ui.Stack([_add_form(), _list(open_tasks, day)], gap=4)
    root.props["auto_action"] = ui.Call("__panel__board")
    return root


@ext.panel("board", slot="center", center_overlay=True, title="Board", icon="LayoutDashboard")
async def task_board(ctx, **_params):
    """Counts and a table of everything."""
    tasks, day = await board.all_tasks(ctx), board.today(ctx)
    numbers = board.counts(tasks, day)
    return ui.Page(
        [
            ui.Stats(
                [
                    ui.Stat("Open", numbers["open"], icon="Circle"),
                    ui.Stat("Due today", numbers["due_today"], color="yellow", icon="Clock"),
                    ui.Stat("Overdue", numbers["overdue"], color="red", icon="TriangleAlert"),
                    ui.Stat("Done", numbers["done"], color="green", icon="CircleCheck"),
                ]
            ),
            _progress(numbers),
            _table(tasks, day),
        ],
        title="Board",
        subtitle=f"Everything on your list on {day.isoformat()}",
    )


@ext.tray("due", icon="ListTodo", tooltip="Tasks due today")
async def tray_due(ctx, **_params):
    """A badge with what is due."""
    numbers = board.counts(await board.all_tasks(ctx), board.today(ctx))
    pressing = numbers["due_today"] + numbers["overdue"]
    color = "red" if numbers["overdue"] else "blue"
    return ui.TrayResponse(badge=ui.Badge(str(pressing), color=color) if pressing else None)


def _add_form():
    return ui.Form(
        [
            ui.Input(placeholder="New task", param_name="title", required=True),
            ui.DatePicker(param_name="due"),
        ],
        action="add_task",
        submit_label="Add",
    )


def _list(tasks: list[dict], day):
    if not tasks:
        return ui.Empty("Nothing to do. Add a task or ask for one in the chat.", icon="CircleCheck")
    return ui.List(
        items=[
            ui.ListItem(
                id=task["task_id"],
                title=task["title"],
                meta=board.due_label(task, day),
                icon="Circle",
                badge=ui.Badge("overdue", color="red") if board.is_overdue(task, day) else None,
                actions=[
                    {
                        "icon": "Check",
                        "label": "Done",
                        "on_click": ui.Call("complete_task", task_id=task["task_id"]),
                    },
                    {
                        "icon": "Trash2",
                        "label": "Delete",
                        "confirm": f"Delete “{task['title']}”?",
                        "on_click": ui.Call("delete_task", task_id=task["task_id"]),
                    },
                ],
            )
            for task in tasks
        ]
    )


def _progress(numbers: dict[str, int]):
    total = numbers["open"] + numbers["done"]
    share = round(100 * numbers["done"] / total) if total else 0
    return ui.Progress(share, label="Done", show_value=True, color="green")


def _table(tasks: list[dict], day):
    return ui.DataTable(
        columns=[
            ui.DataColumn("title", "Task"),
            ui.DataColumn("due", "Due", width="120px"),
            ui.DataColumn("state", "State", width="110px"),
        ],
        rows=[
            {
                "id": task["task_id"],
                "title": task["title"],
                "due": task["due"],
                "state": _state(task, day),
            }
            for task in tasks
        ],
        empty_text="No tasks yet",
    )


def _state(task: dict, day) -> str:
    if task["done"]:
        return "done"
    return "overdue" if board.is_overdue(task, day) else "open"
