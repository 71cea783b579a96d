"""A judgement in words and numbers: which part of the rule does not hold, with the figures put in.

A rule is made ready for telling once in each language; telling it somewhere is then a matter of filling places.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import chain

import msgspec

from forms.pack.model import Form
from forms.returns import Value
from forms.rules.results import Closure
from forms.rules.scope import Frame
from forms.rules.tracing import Seen, Tracer, restore
from forms.rules.tree import Aggregate, Between, Call, Compare, If, Junction, Node, Not, Number, Ref, walk
from forms.rules.wording.figures import MOST_CELLS, Figures, Look, Worded, short
from forms.rules.wording.phrases import FAILED
from forms.rules.wording.saying import Speaker, gap_sides

_MOST_ROWS = 5
POINTS = "个百分点"


class Told(msgspec.Struct, frozen=True):
    """What is there instead of what should be, and by how much."""

    text: str
    difference: Decimal | None = None
    unit: str = ""


_Telling = Callable[[Look], Told]
_Failing = Callable[[Look], list[Told]]


class Teller:
    """Makes ready how one expression is told where it fails; what it makes is used while the place is set."""

    def __init__(self, speaker: Speaker, tracer: Tracer, closures: dict[int, Closure]) -> None:
        self._speaker = speaker
        self._tracer = tracer
        self._closures = closures
        self._figures = Figures(speaker, tracer, closures)

    def actual(self, node: Node) -> _Telling:
        """The failing parts, each with its figures; the difference is that of the first."""
        failing, stop = self._failing(node), self._speaker.phrases["stop"]

        def run(look: Look) -> Told:
            found = failing(look)
            if len(found) == 1:
                return found[0]
            text = stop.join([told.text for told in found[:_MOST_ROWS]])
            if len(found) > _MOST_ROWS:
                text += self._speaker.say("more", len(found) - _MOST_ROWS)
            first = next((told for told in found if told.difference is not None), None)
            return Told(text, first.difference, first.unit) if first is not None else Told(text)

        return run

    def _failing(self, node: Node) -> _Failing:
        match node:
            case Junction(kind="and"):
                parts = [(self._figures.value(item), self._failing(item)) for item in node.items]
                return lambda look: [t for holds, tell in parts if holds(look) is False for t in tell(look)]
            case Junction():
                # "blank, or …": that it is not blank goes without saying
                told = [item for item in node.items if not (isinstance(item, Call) and item.name == "blank")]
                tells = [self._alternative(item) for item in told or node.items]
                return lambda look: list(chain.from_iterable(tell(look) for tell in tells))
            case If(otherwise=None):
                return self._failing(node.then)
            case If():
                return self._chosen(node)
            case Aggregate() if node.name == "every":
                return self._rows(node)
        leaf = self._leaf(node)
        return lambda look: [leaf(look)]

    def _alternative(self, node: Node) -> _Failing:
        """One part of an *or*: among several a code or a month needs the name of its cell more than the sign."""
        if (
            not isinstance(node, Compare)
            or not isinstance(node.left, Ref)
            or any(isinstance(part, Ref) and self._speaker.binder.is_indicator(part) for part in walk(node.right))
        ):
            return self._failing(node)
        if self._speaker.kinds.kind(node.left) == "number":
            return self._failing(node)
        cells = self._cells(node)
        return lambda look: [Told(cells(look))]

    def _chosen(self, node: If) -> _Failing:
        condition, then = self._figures.value(node.condition), self._failing(node.then)
        otherwise = then if node.otherwise is None else self._failing(node.otherwise)
        return lambda look: then(look) if condition(look) is True else otherwise(look)

    def _rows(self, node: Aggregate) -> _Failing:
        tracer, key, holds = self._tracer, self._tracer.table(node).key, self._closures[id(node.args[0])]
        actual = Teller(self._speaker, tracer.within(key), self._closures).actual(node.args[0])

        def run(look: Look) -> list[Told]:
            scope, found = look.scope, []
            for frame in tracer.rows(node, scope):
                if tracer.at_row(node, scope, frame, holds) is False:
                    outer = scope.get(key)
                    scope[key] = frame
                    told = actual(Look(scope))
                    found.append(Told(row_name(self._speaker, frame) + told.text, told.difference, told.unit))
                    restore(scope, key, outer)
            return found

        return run

    def _leaf(self, node: Node) -> _Telling:
        match node:
            case Compare():
                pair = gap_sides(node.left) if node.op in ("<=", "<") else None
                return self._compared(node) if pair is None else self._apart(node, pair)
            case Between():
                return self._between(node)
            case Aggregate() if node.name == "unique":
                return self._repeated(node)
            case Not(value=Call(name="near_power_of_ten") as near):
                say, worked = self._speaker.say, self._figures.worked(near.args[0])
                return lambda look: Told(say("is near_power_of_ten", worked(look)))
            case Not(value=Call(name="contains") as call):
                return self._containing(call)
            case Call(name="filled"):
                blank = Told(self._speaker.say("is blank", self._speaker.noun(node.args[0])))
                return lambda _: blank
        cells = self._cells(node)
        return lambda look: Told(cells(look))

    def _containing(self, node: Call) -> _Telling:
        """``not contains(x, words)``: which of the words are there."""
        noun, say = self._speaker.noun(node.args[0]), self._speaker.say
        text, words = (self._figures.value(part) for part in node.args)
        comma = self._speaker.phrases["comma"]

        def run(look: Look) -> Told:
            here, sought = text(look), words(look)
            known = sought if isinstance(sought, tuple) else (str(sought),)
            found = [f"“{word}”" for word in known if isinstance(here, str) and word in here]
            return Told(say("is contains", noun, comma.join(found)))

        return run

    def _compared(self, node: Compare) -> _Telling:
        speaker, figures = self._speaker, self._figures
        left, right = figures.value(node.left), figures.value(node.right)
        percent = speaker.kinds.in_percent(node)
        first = self._side(node.left, node.right, percent)
        second = self._side(node.right, node.left, percent)
        sign = f" {FAILED[speaker.language][node.op]} "
        unit = POINTS if percent else speaker.kinds.unit(node.left) or speaker.kinds.unit(node.right)
        # against nothing, the figure itself says it all
        alone = isinstance(node.left, Ref) and isinstance(node.right, Number)
        name, scaled = speaker.noun(node.left) if alone else "", speaker.scaled(unit)
        none = self._none_such(node)

        def run(look: Look) -> Told:
            one, other = left(look), right(look)
            if none and one == other == 0:
                return Told(none(look))
            if not (isinstance(one, Decimal) and isinstance(other, Decimal)):
                return Told(speaker.tidy(first(look) + sign + second(look)))
            look.tell_apart(one, other)
            gap = short((one - other) * 100, look.decimals - 2) if percent else short(one - other)
            if alone and not other:
                return Told(speaker.say("cell", name, speaker.amount(one, unit)), gap, unit)
            text = first(look) + sign + second(look)
            if not gap:
                return Told(speaker.tidy(text))
            text += speaker.phrases["apart-by"].format(speaker.amount(abs(gap), unit)) + scaled
            return Told(speaker.tidy(text), gap, unit)

        return run

    def _none_such(self, node: Compare) -> Worded | None:
        """How ``count(…) > 0`` is told where nothing was found; None of other comparisons."""
        counted, say = node.left, self._speaker.say
        if node.op != ">" or not isinstance(counted, Aggregate) or counted.name != "count":
            return None
        table = self._speaker.noun(counted.args[0])
        if counted.where is None:
            return lambda _: say("none at all", table)
        asked, none = self._cells(counted), say("none such", table)
        return lambda look: (
            "".join(f"{cell}{self._speaker.phrases['stop']}" for cell in [asked(look)] if cell) + none
        )

    def _side(self, node: Node, other: Node, percent: bool) -> Worded:
        """One side of a comparison: a code as the list of either side names it, else how it is worked out."""
        figures = self._figures
        value, worked = figures.value(node), figures.worked(node, percent=percent)
        if self._speaker.kinds.kind(node) == "number":
            return worked
        named = [figures.coded(node), figures.coded(other)]

        def run(look: Look) -> str:
            here = value(look)
            if isinstance(here, str):
                plain = figures.text(here)
                told = next((told for coded in named if (told := coded(here)) != plain), "")
                return told or worked(look)
            return worked(look)

        return run

    def _apart(self, node: Compare, pair: tuple[Node, Node]) -> _Telling:
        """``abs(a - b) <= c``: both figures, how far they are apart, and how far they may be."""
        speaker, figures = self._speaker, self._figures
        gap, allowed = figures.value(node.left), figures.value(node.right)
        sides = [(figures.value(part), figures.worked(part)) for part in pair]
        unit = speaker.kinds.unit(pair[0])
        scaled = speaker.scaled(unit)

        def run(look: Look) -> Told:
            distance, most = gap(look), allowed(look)
            if not (isinstance(distance, Decimal) and isinstance(most, Decimal)):
                return self._compared(node)(look)
            (first, one), (second, other) = sides
            here, there = first(look), second(look)
            signed = here - there if isinstance(here, Decimal) and isinstance(there, Decimal) else distance
            look.tell_apart(distance, most)
            amounts = [speaker.amount(short(amount, look.decimals), unit) for amount in (distance, most)]
            return Told(
                speaker.say("too far apart", one(look), other(look), *amounts) + scaled,
                short(signed) or None,
                unit,
            )

        return run

    def _between(self, node: Between) -> _Telling:
        speaker, figures = self._speaker, self._figures
        value, low, high = (figures.value(part) for part in (node.value, node.low, node.high))
        percent = speaker.kinds.in_percent(node)
        worked = figures.worked(node.value, percent=percent)
        unit = POINTS if percent else speaker.kinds.unit(node.value)
        key = "inside" if node.negated else "outside"

        def run(look: Look) -> Told:
            here, least, most = value(look), low(look), high(look)
            below = isinstance(least, Decimal) and isinstance(here, Decimal) and here < least
            bound = least if below else most
            look.tell_apart(here, bound)
            bounds = [figures.number(each, look.decimals, percent=percent) for each in (least, most)]
            text = speaker.say(key, worked(look), *bounds)
            if node.negated or not isinstance(here, Decimal):
                return Told(text)
            if not (isinstance(least, Decimal) and isinstance(bound, Decimal)):
                return Told(text)
            apart = short((here - bound) * 100, look.decimals - 2) if percent else short(here - bound)
            return Told(text, apart or None, unit)

        return run

    def _repeated(self, node: Aggregate) -> _Telling:
        def run(look: Look) -> Told:
            counts: dict[str, int] = {}
            for seen in self._tracer.cells(node, look.scope):
                if seen.cell is not None and seen.cell.value is not None:
                    text = seen.cell.text.strip()
                    counts[text] = counts.get(text, 0) + 1
            told = [self._speaker.say("repeated", text, count) for text, count in counts.items() if count > 1]
            return Told(self._speaker.phrases["stop"].join(told[:_MOST_ROWS]))

        return run

    def _cells(self, node: Node) -> Worded:
        """The cells by name with what stands in them."""
        say = self._speaker.say

        def run(look: Look) -> str:
            seen: dict[tuple[int, str], Seen] = {}
            for cell in self._tracer.cells(node, look.scope):
                seen.setdefault((id(cell.frame), cell.field), cell)
            listed = list(seen.values())
            told = [
                say("cell", self._speaker.cell(each.place), self._content(each)) for each in listed[:MOST_CELLS]
            ]
            rest = say("more", len(listed) - MOST_CELLS) if len(listed) > MOST_CELLS else ""
            return self._speaker.phrases["stop"].join(told) + rest

        return run

    def _content(self, seen: Seen) -> str:
        """A cell's value for reading; what was typed when it cannot be read."""
        if seen.cell is None or (seen.cell.value is None and not seen.cell.text.strip()):
            return self._speaker.phrases["empty"]
        if seen.cell.value is None:
            return f"“{seen.cell.text.strip()}”"
        return self._shown(seen.cell.value, seen)

    def _shown(self, value: Value, seen: Seen) -> str:
        if isinstance(value, Decimal):
            return self._speaker.amount(value, seen.place.spec.unit)
        if isinstance(value, str):
            dated = seen.place.spec.type in ("month", "date")
            return value if dated else self._speaker.label(value, seen.place.spec)
        if isinstance(value, tuple):
            return self._speaker.phrases["comma"].join(self._speaker.label(v, seen.place.spec) for v in value)
        return self._figures.text(value)


def row_name(speaker: Speaker, frame: Frame | None) -> str:
    """How a row is called before what is said of it; empty for a single record."""
    name = name_of_row(speaker, frame)
    if name.startswith("#"):
        return speaker.say("numbered", name[1:])
    return speaker.say("row", name) if name else ""


def name_of_row(speaker: Speaker, frame: Frame | None) -> str:
    """The row's name, else its key, else its number in the table."""
    if frame is None or frame.row is None:
        return ""
    form = speaker.binder.pack.forms[frame.sheet.form]
    named = given_name(form, frame)
    if named:
        return named
    number = frame.sheet.number(frame)
    return f"#{number}" if number else frame.row


def given_name(form: Form, frame: Frame) -> str:
    """The row's name, else its key; empty where it has neither."""
    return frame.text(form.row_name or "") or frame.text(form.row_key or "")
