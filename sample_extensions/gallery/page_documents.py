"""Chapter: texts with a form of their own."""

from app import ext
from parts import DONE, example

from imperal_sdk import ui

MARKDOWN = """# Heading

A paragraph with **bold**, *italic*, `code`, ~~gone~~ and [a link](https://example.com).

- [x] done
- [ ] to do

| Name | Count |
|:-----|------:|
| bees |    12 |

> [!NOTE]
> A callout.

```python
def answer() -> int:
    return 42
```
"""
CODE = 'async def hello(ctx):\n    """Greets."""\n\n    return f"Hello, {ctx.user.email}"\n'
HTML = "<h3>Html</h3><p>With <b>bold</b> and a <a href='https://example.com'>link</a>.</p>"


@ext.panel("documents", slot="center", center_overlay=True, title="Documents", icon="FileText")
async def documents(ctx, **_params):
    """Markdown, code, HTML and the editor."""
    return ui.Page(
        [
            example("Markdown", ui.Markdown(MARKDOWN)),
            example(
                "Code",
                ui.Code(CODE, language="python", line_numbers=True),
                ui.Code("no language, no numbers"),
            ),
            example(
                "Html, cleaned before it is drawn",
                ui.Html(HTML, theme="light"),
                ui.Html(HTML + "<script>alert('never runs')</script>", max_height=120),
            ),
            example(
                "RichEditor",
                ui.RichEditor(content="<p>Edit <b>me</b></p>", on_change=DONE, on_save=DONE),
                ui.RichEditor(placeholder="Without a toolbar", toolbar=False, label="Note"),
            ),
        ],
        title="Documents",
    )
