"""Code: source text on a card."""

from __future__ import annotations

from workbench.gui.render.documents.code_card import CodeCard
from workbench.gui.render.node import Node
from workbench.gui.render.plain import flag_of, label_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.widget_view import WidgetView


@register("Code")
class CodeView(WidgetView):
    """Lines that never wrap, with colours when the language is known."""

    role = "text"
    control: CodeCard

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.control = CodeCard(scope.surface)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        content, language = get("content"), label_of(get("language"))
        code = content if isinstance(content, str) else text_of(content)
        self.control.show_code(code, language, numbers=flag_of(get("line_numbers")))

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def restyle(self) -> None:
        """Paint in the new colours."""
        self.control.update()
        self.control.sheet.viewport().update()
