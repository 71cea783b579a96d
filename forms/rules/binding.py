"""What the names of an expression stand for in a pack."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from forms.pack.model import CodeList, Constant, Indicator, Pack, Part, Spec
from forms.problems import FormsError
from forms.rules.tree import Aggregate, Node, Ref, Word, children


class Place(msgspec.Struct, frozen=True):
    """Where a reference is looked up: ``field`` of the record in the frame ``key`` of a scope."""

    key: str
    field: str
    indicator: Indicator
    spec: Spec
    column: str = ""


class Table(msgspec.Struct, frozen=True):
    """Rows that an aggregate runs over: a form of rows, or a child table of ``parent``."""

    key: str
    parent: str | None = None


_CLOSE = 0.75
"""So alike are a wrong name and the one that is offered for it, of 1."""


class Binder:
    """Resolves names for one pack. Raises ``FormsError('rule.…')`` for what is not there."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def place(self, ref: Ref) -> Place:
        """The cell a reference stands for, in whichever frame it is."""
        indicator = self.pack.indicator(ref.code)
        if indicator is None:
            raise self.unknown(ref.code, ref.at)
        if ref.column and ref.column not in indicator.columns:
            raise self.unknown(ref.field, ref.at)
        named = indicator.parts or indicator.table
        if not named:
            if ref.part:
                raise self.unknown(ref.field, ref.at)
            return Place(indicator.form, ref.field, indicator, indicator, ref.column)
        if ref.part not in named:
            if not ref.part:
                raise FormsError("rule.part-needed", name=ref.field, column=ref.at + 1)
            raise self.unknown(ref.field, ref.at)
        if indicator.table:
            return Place(indicator.code, ref.part, indicator, indicator.table[ref.part])
        return Place(indicator.form, ref.field, indicator, indicator.parts[ref.part])

    def unknown(self, name: str, at: int) -> FormsError:
        """That nothing is called so, with the name that may have been meant."""
        from difflib import get_close_matches  # seldom wanted

        known = [*self.pack.home, *self.pack.constants, *self.pack.lists]
        places = (f"{code}@{column}" for code in self.pack.home for column in self._columns(code))
        folded = {each.casefold(): each for each in (*known, *places)}
        close = get_close_matches(name.casefold(), folded, n=1, cutoff=_CLOSE)
        meant = FormsError("rule.meant", name=folded[close[0]]) if close else ""
        return FormsError("rule.unknown-name", name=name, column=at + 1, meant=meant)

    def _columns(self, code: str) -> tuple[str, ...]:
        indicator = self.pack.indicator(code)
        return indicator.columns if indicator is not None else ()

    def constant(self, node: Ref | Word) -> Constant | None:
        """The pack's constant of that name, if there is one."""
        name = node.code if isinstance(node, Ref) else node.name
        plain = not (node.part or node.column or self.is_indicator(node))
        return self.pack.constants.get(name) if plain else None

    def is_indicator(self, node: Node) -> bool:
        return isinstance(node, Ref) and node.code in self.pack.home

    def code_list(self, node: Word | Ref) -> CodeList | None:
        """The code list of that name, if there is one."""
        return self.pack.lists.get(node.code if isinstance(node, Ref) else node.name)

    def table_of(self, node: Node) -> Table | None:
        """The table whose rows a reference belongs to, or that a bare form or table code names."""
        if not isinstance(node, Ref):
            return None
        indicator = self.pack.indicator(node.code)
        if indicator is None:
            form = self.pack.forms.get(node.code)
            return Table(form.code) if form is not None and form.shape == "rows" else None
        if indicator.table:
            return Table(indicator.code, indicator.form)
        return Table(indicator.form) if self.pack.forms[indicator.form].shape == "rows" else None

    def free_tables(self, node: Node) -> Iterator[Table]:
        """Tables whose current row a part of an expression speaks of."""
        table = self.table_of(node)
        if table is not None:
            yield table
        if not isinstance(node, Aggregate):
            for child in children(node):
                yield from self._parent_of(child) if self.is_whole(child) else self.free_tables(child)
            return
        own = self.aggregate_table(node, ())
        inner = {table for part in children(node) for table in self.free_tables(part)} - {own}
        yield from sorted(inner, key=lambda table: table.key)
        yield from self._outer(own)

    def is_whole(self, node: Node) -> bool:
        """Whether a reference names a form or child table as such: ``count(XM)``, ``filled(JB023)``."""
        if not isinstance(node, Ref) or node.part:
            return False
        indicator = self.pack.indicator(node.code)
        return bool(indicator.table) if indicator is not None else self.table_of(node) is not None

    def _parent_of(self, ref: Node) -> Iterator[Table]:
        table = self.table_of(ref)
        if table is not None:
            yield from self._outer(table)

    def _outer(self, table: Table) -> Iterator[Table]:
        """The form of rows on whose current row a child table hangs."""
        if table.parent is not None and self.pack.forms[table.parent].shape == "rows":
            yield Table(table.parent)

    def aggregate_table(self, node: Aggregate, frames: tuple[str, ...]) -> Table:
        """The table an aggregate runs over: that of what it folds, which has no current row yet.

        Its condition may speak of rows outside as well: ``count(HY where HY001 = CP001)`` runs over HY. ``frames``
        are the tables whose row is set where the aggregate stands.
        """
        chosen = self._chosen(node.args, frames)
        if len(chosen) != 1:
            chosen = self._chosen(children(node), frames)
        if len(chosen) != 1:
            code = "rule.several-tables" if chosen else "rule.no-table"
            raise FormsError(code, function=node.name, column=node.at + 1)
        return next(iter(chosen))

    def _chosen(self, parts: tuple[Node, ...], frames: tuple[str, ...]) -> set[Table]:
        spoken = {table for part in parts for table in self.free_tables(part)}
        chosen = {table for table in spoken if table.key not in frames} or spoken
        if len(chosen) > 1:  # the rows of a child table may speak of the row they hang on
            parents = {table.parent for table in chosen}
            chosen = {table for table in chosen if table.key not in parents}
        return chosen


def part_label(spec: Spec, language: str) -> str:
    """The name of an indicator, or the label of a part."""
    if isinstance(spec, Part):
        return spec.label if language == "zh" else spec.label_en or spec.label
    return spec.name if language == "zh" else spec.name_en or spec.name
