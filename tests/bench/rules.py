"""One hundred rules over a list in columns, by closures, by vtlengine, by pandera, and by hand in numpy.

Prints ``name seconds …`` for each; the outcomes are held to be equal before anything is measured. Needs the
dependency group ``bench``. Arguments: rows, runs.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from decimal import localcontext
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import hundred
from hundred import CENTS, CODES, COLUMNS, LETTERS, MONTHS, TRUTHS, WHOLE, Arrays, Hundredth

from forms.columns.compiled import check_table, plan_for
from forms.columns.tables import cells
from forms.columns.tables.table import Table
from forms.periods import Period
from forms.rules.book import rulebook
from forms.rules.scope import Books
from forms.values.units import EXACT

PERIOD = Period.parse("2025-09")
SAMPLE = 1000


def main(rows: int, runs: int) -> None:
    rules, f = hundred.rules(), hundred.figures(rows)
    pack, frame = hundred.pack(rules), frame_of(f)
    assert all(note.way == "columns" for note in plan_for(pack, "BB").explain())
    table, conversion = timed(lambda: table_of(pack, frame))
    outcome = check_table(pack, "BB", table)
    by_hand = [rule.hand(f) for rule in rules]
    for rule, expected in zip(rules, by_hand, strict=True):
        found = outcome[rule.ours.id].lines[0].outcomes
        assert np.array_equal(found, expected), rule.ours.expect
    say("to-ours", conversion)
    every = zip(rules, by_hand, strict=True)
    failing = {rule.ours.id: set(np.flatnonzero(found == 1).tolist()) for rule, found in every}
    pairs = [(fresh(pack, table), timed(lambda: [rule.hand(f) for rule in rules])[1]) for _ in range(runs)]
    say("columns", *(ours for ours, _ in pairs))
    say("numpy", *(hand for _, hand in pairs))
    closures(pack, table, outcome, rows)
    vtl(rules, frame, failing)
    pandera(rules, frame, failing)


def fresh(pack: Any, table: Table) -> float:
    """Seconds of a check that remembers nothing of the one before but the columns themselves."""
    table.memo.clear()
    return timed(lambda: check_table(pack, "BB", table))[1]


def closures(pack: Any, table: Table, outcome: Any, rows: int) -> None:
    """The first rows by closures, scaled to all: the time is the same for each row."""
    source: Any = table.source
    sample = source.as_return(range(min(SAMPLE, rows)))
    books = Books(pack, {("BB", str(PERIOD)): sample}, "BB", PERIOD)

    def run() -> dict[str, list[str]]:
        with localcontext(EXACT):
            every = {rule.id: rulebook(pack).rule(rule) for rule in pack.rules.values()}
            return {name: [judged.outcome for judged in rule.judge(books)] for name, rule in every.items()}  # type: ignore[union-attr]

    run()
    found, seconds = timed(run)
    for name, outcomes in found.items():
        line = outcome[name].lines[0]
        assert outcomes == [line.outcome(place) for place in range(len(outcomes))], name
    say("closures", seconds * rows / len(sample.rows["BB"]))


def table_of(pack: Any, frame: Any) -> Table:
    columns: dict[str, Any] = {name: cells.texts(frame[name].tolist()) for name in ("ID", "NOTE")}
    for name in (*WHOLE, *CENTS):
        values, scale = frame[name].to_numpy(), 2 if name in CENTS else 0
        blank = np.isnan(values)
        top = np.rint(np.where(blank, 0, values) * 10**scale).astype(np.int64)
        columns[name] = cells.numbers(top, scale, blank)
    for name in (*CODES, *MONTHS):
        columns[name] = cells.texts([None if value != value else value for value in frame[name].tolist()])
    for name in TRUTHS:
        columns[name] = cells.truths(frame[name].to_numpy())
    return Table.from_columns(pack, "BB", PERIOD, columns)


def frame_of(f: Arrays) -> Any:
    """The figures as a pandas frame: floats with NaN, texts, truths."""
    import pandas as pd

    rows = len(f["P1"])
    data: dict[str, Any] = {"ID": [f"id{row:06}" for row in range(rows)]}
    data |= {name: f[name] for name in (*WHOLE, *CENTS, *TRUTHS)}
    for name in CODES:
        data[name] = [LETTERS[code] if code >= 0 else None for code in f[name].tolist()]
    for name in MONTHS:
        data[name] = [f"{n // 12}-{n % 12 + 1:02}" if n >= 0 else None for n in f[name].tolist()]
    data["NOTE"] = ["x"] * rows
    return pd.DataFrame({name: data[name] for name in COLUMNS})


def vtl(rules: list[Hundredth], frame: Any, failing: dict[str, set[int]]) -> None:
    """One datapoint ruleset of all rules; its loading is measured by a script that only passes the data on."""
    import pandas as pd
    from vtlengine import run

    def typed() -> Any:
        whole = {name: pd.array(frame[name], dtype="Int64") for name in WHOLE}
        return frame.assign(**whole).drop(columns="ID").assign(ROW=range(len(frame)))

    kinds = dict.fromkeys(WHOLE, "Integer") | dict.fromkeys(CENTS, "Number") | dict.fromkeys(TRUTHS, "Boolean")
    parts = [{"name": "ROW", "type": "Integer", "role": "Identifier", "nullable": False}]
    parts += [
        {"name": name, "type": kinds.get(name, "String"), "role": "Measure", "nullable": True}
        for name in COLUMNS[1:]
    ]
    structure = {"datasets": [{"name": "DS_1", "DataStructure": parts}]}
    written = ";\n".join(f'{rule.ours.id}: {rule.vtl} errorcode "{rule.ours.id}"' for rule in rules)
    head = f"define datapoint ruleset dpr (variable {', '.join(COLUMNS[1:])}) is"
    ruleset = f"{head}\n{written}\nend datapoint ruleset;\n"
    data, conversion = timed(typed)

    def ran(script: str) -> Any:
        return run(script=script, data_structures=structure, datapoints={"DS_1": data})

    _, loading = timed(lambda: ran("DS_r <- DS_1;"))
    found, seconds = timed(lambda: ran(ruleset + "DS_r <- check_datapoint(DS_1, dpr invalid);"))
    bad = found["DS_r"].data
    seen = {name: set(group.tolist()) for name, group in bad.groupby("ruleid")["ROW"]}
    assert_same(seen, failing, "vtlengine")
    say("to-vtlengine", conversion + loading)
    say("vtlengine", seconds - loading)


def pandera(rules: list[Hundredth], frame: Any, failing: dict[str, set[int]]) -> None:
    """One schema with a check per rule, every failure collected."""
    import pandera.pandas as pa

    checks = [pa.Check(lambda df, rule=rule: ~rule.bad(df), name=rule.ours.id) for rule in rules]
    schema = pa.DataFrameSchema(checks=checks)

    def run() -> Any:
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            return errors.failure_cases
        raise AssertionError("nothing failed")

    found, seconds = timed(run)
    seen = {name: set(group.tolist()) for name, group in found.groupby("check")["index"]}
    assert_same(seen, failing, "pandera")
    say("pandera", seconds)


def assert_same(seen: dict[str, set[int]], expected: dict[str, set[int]], who: str) -> None:
    for name, rows in expected.items():
        assert seen.get(name, set()) == rows, f"{who} differs at {name}"


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and its seconds: of the clock or, where that is less, of the processor.

    A busy machine stretches the long runs of the others more than our short ones, several threads count once.
    """
    clock, processor = time.perf_counter(), time.process_time()
    found = run()
    return found, min(time.perf_counter() - clock, time.process_time() - processor)


def say(name: str, *seconds: float) -> None:
    print(name, *(f"{each:.6f}" for each in seconds), flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with np.errstate(divide="ignore", invalid="ignore"):
        main(int(sys.argv[1]), int(sys.argv[2]))
