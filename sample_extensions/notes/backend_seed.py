"""What every user finds on the first day."""

FOLDERS = [
    {"id": "inbox", "name": "Inbox"},
    {"id": "research", "name": "Research"},
    {"id": "archive", "name": "Archive"},
]

NOTES = [
    {
        "id": "n118",
        "folder_id": "research",
        "title": "Latency budget",
        "content": (
            "Where the 300 ms of a turn go.\n\n"
            "A turn is mostly **not yours**: classification takes 400–1,500 ms before the handler "
            "starts. Yours is the slice that shows.\n\n"
            "| Stage | Typical |\n|---|---|\n| Classification | 400–1,500 ms |\n"
            "| Scheduling | 10–30 ms |\n| Handler | 20–300 ms |\n\n"
            "Three sequential calls of 100 ms are 300 ms; three gathered ones are 100 ms."
        ),
    },
    {
        "id": "n117",
        "folder_id": "research",
        "title": "Event bus notes",
        "content": "Handlers get `ctx=None`, always.\n\nDo the work where the event is emitted.",
    },
    {
        "id": "n116",
        "folder_id": "research",
        "title": "Cron cheatsheet",
        "content": (
            "*/3, hourly, 03:00 UTC, Mondays\n\n```python\n"
            '@ext.schedule("nightly_sweep", cron="0 3 * * *")\n'
            "async def nightly_sweep(ctx):\n    ...\n```"
        ),
    },
    {
        "id": "n115",
        "folder_id": "inbox",
        "title": "Call the dentist",
        "content": "Before Friday, ask about the invoice too.",
    },
    {
        "id": "n114",
        "folder_id": "inbox",
        "title": "Interview questions",
        "content": (
            "Systems, concurrency, taste\n\n- [ ] Prepare the room\n- [x] Send the invitation"
        ),
    },
    {
        "id": "n113",
        "folder_id": "archive",
        "title": "Trip to Bergen",
        "content": "Ferry at 07:40, cabin 12.\n\n> [!NOTE]\n> Bring the rain jackets.",
    },
]
