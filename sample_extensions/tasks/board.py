"""The tasks of one user, in the document store: what every handler here shares."""

from datetime import date, timedelta

COLLECTION = "tasks"
LIMIT = 200


async def all_tasks(ctx) -> list[dict]:
    """Open and done tasks, the earliest due first."""
    page = await ctx.store.query(COLLECTION, order_by="due", limit=LIMIT)
    return [{"task_id": document.id, **document.data} for document in page.data]


def today(ctx) -> date:
    """The user's day as the platform tells it, so that it follows the platform's clock."""
    return date.fromisoformat(ctx.time.now_utc[:10])


def due_label(task: dict, day: date) -> str:
    """A short word for the due date."""
    due = date.fromisoformat(task["due"])
    if due == day:
        return "today"
    if due == day + timedelta(days=1):
        return "tomorrow"
    return due.isoformat()


def is_overdue(task: dict, day: date) -> bool:
    """Open and past its day."""
    return not task["done"] and date.fromisoformat(task["due"]) < day


def counts(tasks: list[dict], day: date) -> dict[str, int]:
    """What the skeleton, the tray and the board all show."""
    open_tasks = [task for task in tasks if not task["done"]]
    return {
        "open": len(open_tasks),
        "due_today": sum(task["due"] == day.isoformat() for task in open_tasks),
        "overdue": sum(is_overdue(task, day) for task in open_tasks),
        "done": len(tasks) - len(open_tasks),
    }
