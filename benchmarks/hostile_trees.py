"""Trees nobody means to send, by name: too deep, too many, too long, cyclic, slow to read.

Each value makes its tree when it is called, so that a process builds only the one it measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

Tree = dict[str, Any]

LEVELS = 10_000
MILLION = 1_000_000
TEN_MB = 10_000_000

_CONTAINERS = (
    *("Stack", "Row", "Grid", "Page", "Section", "Card", "Form"),
    *("SlideOver", "Dialog", "Modal", "Accordion", "Tabs", "Tooltip"),
)
_CROWDS = (
    *("Text", "Header", "Badge", "Avatar", "Icon", "Button", "Alert", "Card", "Stat", "KeyValue"),
    *("Timeline", "Progress", "Image", "Code", "Markdown", "Html", "Empty", "Error", "Loading"),
    *(
        "Link",
        "Divider",
        "List",
        "DataTable",
        "Tree",
        "Chart",
        "Graph",
        "Form",
        "Input",
        "TextArea",
    ),
    *("Select", "MultiSelect", "Toggle", "Slider", "Checkbox", "RadioGroup", "DatePicker"),
    *("TagInput", "RichEditor", "FileUpload", "BulkUpload", "Menu", "Dialog", "Toast", "Ghost"),
    *("AgentPresence", "Canvas", "MorphingState", "Stage", "Video", "NoSuchType"),
)
_ENTRIES = (
    *(("List", "items"), ("List", "bulk_actions"), ("DataTable", "rows"), ("DataTable", "columns")),
    *(("Tree", "nodes"), ("Chart", "data"), ("Chart", "series"), ("Graph", "nodes")),
    *(("Graph", "edges"), ("Canvas", "nodes"), ("Canvas", "edges"), ("Tabs", "tabs")),
    *(("Accordion", "sections"), ("Menu", "items"), ("Select", "options")),
    *(("RadioGroup", "options"), ("MultiSelect", "options"), ("MultiSelect", "values")),
    *(("TagInput", "values"), ("TagInput", "suggestions"), ("KeyValue", "items")),
    *(("Timeline", "items"), ("MorphingState", "affordances"), ("MorphingState", "metrics")),
    *(("Stage", "hotkeys"), ("FileUpload", "statuses")),
)
_TEXTS = (
    *(("Text", "content"), ("Header", "text"), ("Header", "subtitle"), ("Badge", "label")),
    *(("Button", "label"), ("Alert", "message"), ("Alert", "title"), ("Card", "title")),
    *(("Card", "subtitle"), ("Stat", "value"), ("Stat", "label"), ("Section", "title")),
    *(("Markdown", "content"), ("Html", "content"), ("Code", "content"), ("Link", "label")),
    *(("Link", "href"), ("Empty", "message"), ("Error", "message"), ("Loading", "message")),
    *(("Icon", "name"), ("Avatar", "name"), ("Avatar", "fallback"), ("Divider", "label")),
    *(("Image", "src"), ("Image", "caption"), ("Progress", "label"), ("Tooltip", "content")),
    *(("List", "title"), ("List", "empty_text"), ("DataTable", "empty_text"), ("Tree", "label")),
    *(("Chart", "title"), ("Graph", "title"), ("Form", "submit_label"), ("Input", "value")),
    *(("Input", "label"), ("TextArea", "value"), ("TextArea", "placeholder"), ("Select", "value")),
    *(("Toggle", "label"), ("Checkbox", "label"), ("DatePicker", "value")),
    *(("RichEditor", "content"), ("FileUpload", "title"), ("Menu", "trigger"), ("Dialog", "title")),
    *(("SlideOver", "title"), ("Toast", "message"), ("Ghost", "reason")),
    *(("MorphingState", "summary"), ("Stage", "title"), ("AgentPresence", "action")),
)
_UNITS = {"one word": "x", "words": "word ", "lines": "line\n"}
_MARKDOWN: dict[str, Callable[[], str]] = {
    "12,500 items of one letter": lambda: "- a\n" * 12_500,
    "12,500 numbered items": lambda: "".join(f"{n}. a\n" for n in range(8_000)),
    "8,000 headings": lambda: "# a\n\n" * 8_000,
    "10,000 unbalanced backticks": lambda: "".join("`" * (n % 30 + 1) + "a " for n in range(3_000)),
    "25,000 lone backticks": lambda: "` a" * 16_000,
    "growing runs of backticks": lambda: " ".join("`" * n for n in range(1, 310)),
    "a table of 5,000 rows": lambda: "|a|b|\n|-|-|\n" + "|1|2|\n" * 5_000,
    "a table of 5,000 rows without edges": lambda: "a|b\n-|-\n" + "1|2\n" * 5_000,
    "a table of 2,000 columns": lambda: (
        "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|1" * 9000
    ),
    "1,500 small tables": lambda: "|a|\n|-|\n|1|\n\n" * 1_500,
    "2,500 fences": lambda: "```\na\n```\n\n" * 2_500,
    "an open fence of 25,000 lines": lambda: "```\n" + "a\n" * 25_000,
    "3,000 callouts": lambda: "> [!NOTE]\n> a\n\n" * 2_800,
    "10,000 levels of quotes": lambda: ">" * 10_000 + " a",
    "10,000 levels of lists": lambda: "- " * 10_000 + "a",
    "lists that step inwards": lambda: "".join("  " * n + "- a\n" for n in range(300)),
    "25,000 stars": lambda: "*a " * 16_000,
    "25,000 underscores": lambda: "_a__b" * 10_000,
    "25,000 brackets": lambda: "[" * 25_000 + "]" * 25_000,
    "links of links": lambda: "[a](" * 12_000,
    "12,000 links": lambda: "[a](http://b) " * 4_000,
    "10,000 pictures": lambda: "![a](http://b/c.png) " * 2_400,
    "5,000 references": lambda: "".join(f"[{n}]: http://a\n[{n}]\n\n" for n in range(2_500)),
    "15,000 rules": lambda: "---\n\n" * 10_000,
    "10,000 entities": lambda: "&amp;" * 10_000,
    "16,000 tags": lambda: "<a>" * 16_000,
    "16,000 open comments": lambda: "<!--" * 12_000,
    "10,000 addresses": lambda: "http://a.bc " * 4_100,
    "50,000 tildes": lambda: "~a~~" * 12_000,
    "50,000 letters without a space": lambda: "x" * 50_000,
    "50,000 emoji": lambda: "\N{PARTY POPPER}" * 50_000,
    "50,000 joined marks": lambda: "a" + "\u0301" * 49_999,
    "10,000 paragraphs": lambda: "a\n\n" * 16_000,
    "10,000 hard breaks": lambda: "a  \n" * 12_000,
    "10,000 chips": lambda: "`a` " * 12_000,
}
_HTML: dict[str, Callable[[], str]] = {
    "1,500 tables": lambda: "<table><tr><td>a</td></tr></table>" * 1_500,
    "a table of 5,000 rows": lambda: "<table>" + "<tr><td>a" * 5_500 + "</table>",
    "a table of 5,000 columns": lambda: "<table><tr>" + "<td>a" * 9_000 + "</table>",
    "a cell over 1,000,000 columns": lambda: (
        "<table><tr><td colspan=1000000 rowspan=1000000>a</table>"
    ),
    "7 tables in one another, often": lambda: ("<table><tr><td>" * 7 + "a" + "</table>" * 7) * 300,
    "10,000 levels": lambda: "<div>" * 8_000,
    "10,000 items": lambda: "<ul>" + "<li>a" * 9_000,
    "lists of lists": lambda: "<ul><li>" * 99 + "a",
    "10,000 headings": lambda: "<h1>a</h1>" * 5_000,
    "16,000 bold letters": lambda: "<b>a</b>" * 6_000,
    "10,000 rules": lambda: "<hr>" * 12_000,
    "10,000 breaks": lambda: "<br>" * 12_000,
    "10,000 pictures": lambda: "<img src='http://a/b.png'>" * 1_900,
    "2,000 embedded pictures": lambda: (
        "<img width=9999 height=9999 src='data:image/png;base64,iVBORw0K'>" * 700
    ),
    "3,000 links": lambda: "<a href='http://a'>b</a>" * 2_000,
    "10,000 styled spans": lambda: "<span style='color:red;font-size:99px'>a</span>" * 1_000,
    "huge sizes": lambda: "<p style='font-size:99999px;margin:99999px'>a</p>" * 100,
    "16,000 open tags": lambda: "<" * 50_000,
    "50,000 entities": lambda: "&amp;" * 10_000,
    "50,000 letters without a space": lambda: "x" * 50_000,
    "10,000 preformatted lines": lambda: "<pre>" + "a\n" * 25_000,
    "floats": lambda: "<div style='float:left'>a</div>" * 1_400,
    "50,000 emoji": lambda: "\N{PARTY POPPER}" * 50_000,
}
_RICH: dict[str, Callable[[], str]] = {
    "a word of 50,000 letters": lambda: "x" * 50_000,
    "50,000 letters in 10 words": lambda: ("x" * 5_000 + " ") * 10,
    "50,000 letters of words": lambda: "word " * 10_000,
    "10,000 paragraphs": lambda: "<p>a" * 12_000,
    "10,000 items": lambda: "<ul>" + "<li>a" * 9_000,
    "6,000 bold letters": lambda: "<p>" + "<b>a</b>b" * 5_000,
    "99 levels of lists": lambda: "<ul><li>" * 99 + "a",
    "10,000 breaks": lambda: "a<br>" * 10_000,
    "10,000 lines of code": lambda: "<pre><code>" + "a\n" * 25_000,
    "5,000 headings": lambda: "<h1>a</h1>" * 5_000,
    "10,000 rules": lambda: "<hr>" * 12_000,
    "50,000 emoji": lambda: "\N{PARTY POPPER}" * 50_000,
}


def node(kind: str, **props: Any) -> Tree:
    """A node."""
    return {"type": kind, "props": props}


def stack(*children: Any) -> Tree:
    """A column of nodes."""
    return node("Stack", children=list(children))


def trees() -> dict[str, Callable[[], Any]]:
    """All of them: the name, and what makes the tree."""
    return dict(_all())


def _all() -> Iterator[tuple[str, Callable[[], Any]]]:
    for kind in _CONTAINERS:
        yield f"{LEVELS:,} levels of {kind}", partial(_deep, kind)
    for kind in _CROWDS:
        yield f"a million {kind}", partial(_crowd, kind)
    for kind, prop in _ENTRIES:
        yield f"a million entries: {kind}.{prop}", partial(_entries, kind, prop)
    for kind, prop in _TEXTS:
        for words, unit in _UNITS.items():
            yield f"10 MB of {words}: {kind}.{prop}", partial(_long, kind, prop, unit)
    for words, text in _MARKDOWN.items():
        yield f"Markdown: {words}", partial(_content, "Markdown", text)
    for words, text in _HTML.items():
        yield f"Html: {words}", partial(_content, "Html", text)
    for words, text in _RICH.items():
        yield f"RichEditor: {words}", partial(_content, "RichEditor", text)
    for count, kind in ((3_000, "Input"), (2_900, "TextArea"), (1_000, "RichEditor")):
        yield f"a Form of {count:,} {kind}", partial(_form, kind, count)
    for kind in ("Form", "SlideOver", "Dialog", "Card", "Section"):
        yield f"a {kind} of 2,900 Buttons", partial(_holding, kind, "Button", 2_900)
    yield from _tied()


def _deep(kind: str) -> Tree:
    tree = node("Text", content="bottom")
    for _ in range(LEVELS):
        if kind == "Accordion":
            tree = node(kind, sections=[{"id": "a", "title": "a", "children": [tree]}])
        elif kind == "Tabs":
            tree = node(kind, tabs=[{"label": "a", "content": [tree]}])
        elif kind in ("Dialog", "Modal", "Card"):
            tree = node(kind, title="a", content=tree, open=True)
        else:
            tree = node(kind, title="a", children=[tree], open=True)
    return tree


def _crowd(kind: str) -> Tree:
    one = node(
        kind,
        **dict.fromkeys(("content", "label", "title", "text", "message", "name", "value"), "x"),
        items=[{"title": "x", "key": "x", "value": "x"}],
        rows=[{"a": 1}],
        columns=["a"],
        nodes=[{"id": "a", "label": "a"}],
        data=[{"name": "a", "v": 1}],
        options=["a", "b"],
    )
    return stack(*[one] * MILLION)


def _entries(kind: str, prop: str) -> Tree:
    entry = {"id": "a", "value": "a", "label": "x", "title": "x", "key": "a", "name": "a", "v": 3}
    entry |= {"source": "a", "target": "b", "content": "x", "data_key": "v", "status": "ready"}
    more: dict[str, Any] = {}
    if kind == "DataTable":
        more = {"columns": ["a"], "rows": [{"a": 1}]}
    if kind == "List":
        more = {"items": [{"id": "a", "title": "x"}], "selectable": True}
    if kind == "Chart":
        more = {"data": [{"name": "a", "v": 1}], "x_key": "name"}
    if kind in ("Graph", "Canvas"):
        more = {"nodes": [{"id": "a"}, {"id": "b"}]}
    value: Any = (
        {f"c{n}": entry for n in range(100_000)} if prop == "statuses" else [entry] * MILLION
    )
    return node(kind, **{**more, prop: value})


def _long(kind: str, prop: str, unit: str) -> Tree:
    return node(kind, **{"open": True, prop: unit * (TEN_MB // len(unit))})


def _content(kind: str, text: Callable[[], str]) -> Tree:
    return node(kind, content=text())


def _form(kind: str, count: int) -> Tree:
    fields = [node(kind, label=f"f{n}", param_name=f"f{n}") for n in range(count)]
    return node("Form", children=fields, action="save")


def _holding(kind: str, inner: str, count: int) -> Tree:
    buttons = [node(inner, label=f"b{n}") for n in range(count)]
    if kind in ("Dialog", "Card"):
        return node(kind, title="a", content=buttons, open=True)
    return node(kind, title="a", children=buttons, open=True)


def _tied() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Trees with nodes that hold themselves, or stand in many places."""

    def cyclic(kind: str) -> Tree:
        tree = node(kind, title="a", open=True)
        tree["props"]["children"] = tree["props"]["content"] = [tree, tree]
        return tree

    def shared() -> Tree:
        tree = node("Text", content="leaf")
        for _ in range(100):
            tree = stack(tree, tree)
        return tree

    def in_rows(kind: str, prop: str) -> Tree:
        entry: dict[str, Any] = {"id": "1", "title": "x", "label": "x", "expanded": True}
        entry["children"] = entry["items"] = [entry, entry]
        entry["a"] = entry["value"] = entry
        return node(kind, columns=["a"], **{prop: [entry, entry]})

    def as_value(kind: str, prop: str) -> Tree:
        value: list[Any] = []
        value.append(value)
        return node(kind, **{prop: value})

    for kind in ("Stack", "Card", "Form", "SlideOver", "Grid"):
        yield f"a {kind} that holds itself", partial(cyclic, kind)
    yield "one node in 2^100 places", shared
    for kind, prop in (
        ("Tree", "nodes"),
        ("List", "items"),
        ("DataTable", "rows"),
        ("Menu", "items"),
    ):
        yield f"{kind}.{prop} that hold themselves", partial(in_rows, kind, prop)
    for kind, prop in (
        ("Text", "content"),
        ("Select", "options"),
        ("Chart", "data"),
        ("Form", "defaults"),
    ):
        yield f"{kind}.{prop}: a list that holds itself", partial(as_value, kind, prop)
