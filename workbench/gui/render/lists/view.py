"""List: searchable, grouped, paged rows with selection, bulk and hover actions, drag and bodies."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from workbench.gui.render.actions import fire
from workbench.gui.render.lists.arrangement import Arrangement
from workbench.gui.render.lists.badges import RowBadges
from workbench.gui.render.lists.bodies import Body, ListBodies
from workbench.gui.render.lists.box import ListBox
from workbench.gui.render.lists.items import ListItems
from workbench.gui.render.lists.paging import paging
from workbench.gui.render.lists.rows import ListQuery, ListRows
from workbench.gui.render.lists.selection import checkable
from workbench.gui.render.node import Node
from workbench.gui.render.plain import action_of, flag_of, label_of, pixels_of, text_of, whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.surface import Surface
from workbench.gui.render.widget_view import WidgetView


@register("List")
class ListNodeView(WidgetView):
    """A List node. Search, page, selection and opened bodies are local and outlive a refresh,
    except the selection, which every change of the items clears (UI reference, State).
    """

    role = "list"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.query = ListQuery()
        self.items = ListItems(None)
        self.box = ListBox(scope.surface, self._height_of_rows, self._limit())
        self.control = self.box
        self.surface = self.box.surface
        self.bodies = ListBodies(self._make_surface, self._end_surface)
        self.badges = RowBadges(self._make_surface, self._end_surface)
        self._arrangement = Arrangement(self.query, self.bodies, self.badges)
        self.surface.badges = self.badges
        self._connect()
        self._read_props()
        self._read_items()

    def _connect(self) -> None:
        box, surface = self.box, self.surface
        box.typed.connect(self._search)
        box.select_all.connect(self._select_all)
        box.leave.connect(self._clear_selection)
        box.run.connect(self._run_bulk)
        box.step.connect(self._step_page)
        box.near_end.connect(self._reach_end)
        surface.row_activated.connect(self._activate)
        surface.box_clicked.connect(self._toggle_checked)
        surface.action_clicked.connect(self._run_action)
        surface.dropped.connect(self._drop)
        surface.resized.connect(self._follow_width)

    # -- props ------------------------------------------------------------------------------

    def _limit(self) -> int | None:
        limit = pixels_of(self.node.get("max_height"))
        return None if limit is None else int(limit)

    def accepts(self, node: Node) -> bool:
        """A list that begins or ceases to scroll by itself is another widget."""
        bounded = pixels_of(node.get("max_height")) is not None
        return super().accepts(node) and bounded == self.box.bounded

    def _read_props(self) -> None:
        props = self.node.props
        self.query.page_size = whole_of(props.get("page_size"), 0)
        hint = label_of(props.get("search_placeholder"), "Search...")
        self.box.show_search(flag_of(props.get("searchable")), hint)
        self.surface.selectable = flag_of(props.get("selectable"))
        if self.surface.selectable or self.box.has("bulk"):
            self.box.bulk.set_actions(props.get("bulk_actions"))
        if self.box.bounded:
            self.box.set_limit(self._limit() or 0)

    def _read_items(self) -> None:
        self.items = self._given_items()
        self._rearrange()
        self._watch_end()

    def _given_items(self) -> ListItems:
        return ListItems(self.node.get("items"), text_of(self.node.get("grouped_by")))

    def patch(self, node: Node) -> None:
        """Follow a refreshed node; one changed row repaints one row.

        The very node that is shown means that rows may have another height.
        """
        before, self.node = self.node, node
        renewed = node.renewed(before)
        rest = {*before.props, *node.props} - {"items"}
        others = renewed or node is before or self.differs(before, *rest)
        if others:
            self._read_props()
        self._follow_items(renewed, others)
        if renewed or self.differs(before, "on_end_reached"):
            self._watch_end()
        if others:
            self._show_state()
            self.box.update()
        if self.box.heightForWidth(self.box.width()) != self.box.height():
            self.invalidate()

    def _follow_items(self, renewed: bool, others: bool) -> None:
        items = self._given_items()
        changed = None if renewed else items.changed_rows(self.items)
        if changed == [] and not others:
            return
        grown = len(items) != len(self.items)
        if changed != []:
            self._clear_selection()
        self.bodies.follow(items)
        plain = not (self.query.text or self.bodies.keys() or self.badges or others)
        if changed is not None and plain and self.surface.replace_rows(items, changed):
            self.items = items
            return
        self.items = items
        self._rearrange()
        if grown:
            self._watch_end()

    def _watch_end(self) -> None:
        self.box.watch_end(action_of(self.node.get("on_end_reached")) is not None)

    # -- rows -------------------------------------------------------------------------------

    def _height_of_rows(self, width: int) -> int:
        return self._arrangement.rows(self.items, width).height

    def _shown(self) -> ListRows:
        """The rows at the present width."""
        return self._arrangement.rows(self.items, self.box.width())

    def _rearrange(self) -> None:
        """The rows themselves may have changed: compute and show them."""
        self._arrangement.forget()
        rows = self._shown()
        if self.items.any_live or self.badges:
            self.badges.follow(self.items, rows.places)
            self._arrangement.forget()
            rows = self._shown()
        self.query.page = rows.page
        self.surface.opened = self.bodies.keys()
        self.surface.below = self.badges.below(self.box.width())
        self.surface.show_rows(self.items, rows)
        self._place_bodies(rows)
        self._show_state()

    def _resized(self) -> None:
        """Only heights changed (a body grew, or the width did)."""
        rows = self._shown()
        self.surface.below = self.badges.below(self.box.width())
        self.surface.resize_rows(rows)
        self._place_bodies(rows)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place; opened bodies follow the width."""
        super().place(x, y, w, h)
        if self._arrangement.follows_width:
            self._resized()

    def _follow_width(self) -> None:
        if self.badges:
            self._resized()

    def _place_bodies(self, rows: ListRows) -> None:
        self.badges.place(self.items, rows, self._badge_room)
        self.bodies.place(self.items, rows, self.surface.below, self.box.width())

    def _badge_room(self, row: int) -> tuple[QRect, int]:
        parts = self.surface.parts(row)
        return self.surface.head_rect(row), parts.badge.right() + 1 if parts is not None else 0

    def _show_state(self) -> None:
        """Title, empty text, footer and bulk bar for what is shown now."""
        rows = self._shown()
        props = self.node.props
        empty = label_of(props.get("empty_text"), "No items") if not rows.places else ""
        self.box.set_texts(label_of(props.get("title")), empty)
        self.box.show_paging(paging(props, rows, paged=self.query.page_size > 0))
        count = len(self.surface.selection)
        self.box.show_checked(count, len(self._checkable()) if count else 0)
        self.box.relayout()

    # -- what a person does -----------------------------------------------------------------

    def _search(self, text: str) -> None:
        self.query.text, self.query.page = text, 0
        self._rearrange()
        self.invalidate()

    def _step_page(self, step: int) -> None:
        rows = self._shown()
        if step > 0 and rows.page + 1 >= rows.pages:
            self._fire(self.node.get("on_end_reached"))
            return
        self.query.page = rows.page + step
        self._rearrange()
        self.invalidate()

    def _reach_end(self) -> None:
        rows = self._shown()
        if rows.page + 1 >= rows.pages and not self.query.text:
            self._fire(self.node.get("on_end_reached"))

    def _activate(self, index: int) -> None:
        if self.surface.selection:
            self._toggle_checked(index)
            return
        entry = self.items.entry(index)
        if entry.expandable:
            self.bodies.toggle(entry.key, entry.content)
            self._rearrange()
            self.invalidate()
        else:
            self._fire(entry.on_click)

    def _run_action(self, index: int, number: int) -> None:
        action = self.items.entry(index).actions[number]
        self._fire(action.action, confirm=action.confirm)

    def _drop(self, dragged_id: object, index: int) -> None:
        target = self.items.entry(index)
        if target.id != dragged_id:
            self._fire(target.on_drop, dragged_id=dragged_id, target_id=target.id)

    def _fire(self, action: Any, *, confirm: str = "", **extra: Any) -> None:
        found = action_of(action)
        if found is not None:
            fire(self.scope.actions, found, extra or None, confirm=confirm)

    # -- selection --------------------------------------------------------------------------

    def _checkable(self) -> list[int]:
        """The filtered items that have an id."""
        return checkable(self.items, self._shown().filtered)

    def _toggle_checked(self, index: int) -> None:
        if checkable(self.items, [index]):
            self.surface.selection.toggle(self.items, index)
            self._selection_changed()

    def _select_all(self) -> None:
        self.surface.selection.toggle_all(self.items, self._checkable())
        self._selection_changed()

    def _clear_selection(self) -> None:
        if self.surface.selection:
            self.surface.selection.clear()
            self._selection_changed()

    def _selection_changed(self) -> None:
        self.surface.viewport().update()
        self._show_state()
        self.invalidate()

    def _run_bulk(self, action: Any) -> None:
        ids = self.surface.selection.ids()
        self._clear_selection()
        self._fire(action, message_ids=ids)

    # -- bodies and end ---------------------------------------------------------------------

    def _make_surface(self, content: Any) -> Surface:
        surface = self.scope.render_child(self.surface.viewport(), content, self, gap=8)
        surface.resized = self._body_resized
        return surface

    def _end_surface(self, ended: Body) -> None:
        self.inner = tuple(surface for surface in self.inner if surface is not ended)
        ended.dispose()

    def _body_resized(self) -> None:
        self._arrangement.forget()
        self._resized()
        self.box.relayout()
        self.invalidate()

    def restyle(self) -> None:
        """Repaint in the new colours."""
        for part in (self.box, self.surface.viewport(), *self.box.findChildren(QWidget)):
            part.update()

    def dispose(self) -> None:
        """Close the bodies and let the widget go."""
        self.bodies.dispose()
        self.badges.dispose()
        super().dispose()
