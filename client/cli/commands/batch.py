"""Many enterprises at once: a folder of workbooks or one of many enterprises in, gone on with, taken back."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from client.base.errors import UserError
from client.base.stopping import Stop
from client.cli.answering import answers
from client.cli.convert.batch import batch_result, files_of
from client.cli.helping import Commands
from client.cli.opening import session_at
from client.cli.options import HomeOption, JsonFlag
from client.cli.period_span import PeriodSpan
from client.cli.results.answer import Result
from client.cli.results.texts import Problem, problem_of
from client.cli.spoken import said
from client.usecases.books.batches import batching, importing_many, journals
from client.usecases.books.batches.importing_many import Heard, Step, Wishes
from client.usecases.books.batches.journals import Batch, Part
from client.usecases.home.session import Session

BatchArgument = Annotated[str, typer.Argument(help="批次号的开头几位；省略则见命令说明")]
_PHASES = {"reading": "读取工作簿", "planning": "核对单位", "storing": "正在写入"}


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    batch = Commands(help="多家单位一批导入：列出、接着做、整批撤销")
    batch.callback()(lambda: None)
    batch.command("list")(list_)
    batch.command("resume")(resume)
    batch.command("undo")(undo)
    app.add_typer(batch, name="batch")


@answers("batch list")
def list_(home: HomeOption = None) -> Result:
    """列出每一批：哪一天、哪些文件、多少家单位写入了，哪些没有做完。"""
    with session_at(home, create=False) as session:
        found = journals.all_of(session)
    return Result(command="batch list", status=0, batches=[batch_result(each) for each in found])


@answers("batch resume")
def resume(batch: BatchArgument = "", home: HomeOption = None, json: JsonFlag = False) -> Result:
    """接着做没有做完的批次（断电、被关掉之后）；不给批次号则全部接着做。已写入的不会再写一遍。"""
    with session_at(home, create=False) as session, _told(quiet=json) as (heard, stop):
        chosen = [batching.named(session, batch)] if batch else journals.unfinished(session)
        done = [_carried_on(session, each, heard, stop) for each in chosen]
    return _settled("batch resume", done)


@answers("batch undo")
def undo(batch: BatchArgument = "", home: HomeOption = None, json: JsonFlag = False) -> Result:
    """整批撤销，不论是哪一天导入的；不给批次号则撤销最近一批。之后又改过的单位保持原样并说明。"""
    with session_at(home, create=False) as session, _told(quiet=json) as (heard, stop):
        chosen = batching.named(session, batch)
        total = len(chosen.parts)
        told = _counted(heard, total)
        done = batching.undo(session, chosen.batch_id, told, stop)
    return _settled("batch undo", [done])


def import_many(
    session: Session,
    paths: Sequence[Path],
    span: PeriodSpan,
    firm: str,
    wishes: Wishes,
    *,
    dry_run: bool,
    quiet: bool,
) -> Result:
    """``import`` of a folder, or without an enterprise named: every workbook divided among those it names."""
    result = Result(command="import", status=0, enterprise=firm or None, period=str(span))
    earlier = [_unfinished(each) for each in journals.unfinished(session)]
    with _told(quiet=quiet) as (heard, stop):
        planned = importing_many.plan(session, paths, span.last, firm, wishes, heard, stop)
        batch = None if dry_run else importing_many.store(session, planned, heard, stop)
    result.imported = files_of(planned, batch, dry_run=dry_run)
    if planned.passed_over:
        result.details["passed_over"] = [path.name for path in planned.passed_over]
    settled = _settled("import", [batch]) if batch is not None else Result(command="import", status=0)
    result.batches, result.problems = settled.batches, [*earlier, *settled.problems]
    result.status = max(settled.status, _status(result))
    return result


def _status(result: Result) -> int:
    """0 when all is in order; 1 when something was refused or has errors; 2 when nothing at all could be taken."""
    firms = [firm for file in result.imported for firm in file.firms]
    refused = any(file.problem for file in result.imported) or any(firm.problem for firm in firms)
    if refused and not any(firm.taken for firm in firms):
        return UserError.exit_status
    return 1 if refused or any(firm.errors for firm in firms) else 0


def _settled(command: str, batches: Sequence[Batch]) -> Result:
    """1 when a part was refused or still waits."""
    result = Result(command=command, status=0, batches=[batch_result(each) for each in batches])
    for each in batches:
        left = _left(each)
        if left:
            result.problems.append(_unfinished(each))
        if left or any(part.state == "refused" for part in each.parts):
            result.status = 1
    return result


def _left(batch: Batch) -> int:
    """How many enterprises still wait for what was begun."""
    return sum(part.state == ("done" if batch.undoing else "waiting") for part in batch.parts)


def _unfinished(batch: Batch) -> Problem:
    told = UserError("batch.unfinished", batch=batch.batch_id[:8], title=batch.title, count=_left(batch))
    return problem_of(told)


def _carried_on(session: Session, batch: Batch, heard: Heard, stop: Stop) -> Batch:
    return batching.carry_on(session, batch.batch_id, _counted(heard, len(batch.parts)), stop)


def _counted(heard: Heard, total: int) -> batching.Heard:
    """Part after part told as a step."""
    done = 0

    def told(part: Part) -> None:
        nonlocal done
        done += 1
        heard(Step("storing", done, total, part.name or part.firm))

    return told


@contextmanager
def _told(*, quiet: bool) -> Iterator[tuple[Heard, Stop]]:
    """A progress bar on standard error, and Ctrl-C as the wish to stop at the next whole step."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        _stopping() as stop,
        Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as progress,
    ):
        task = progress.add_task("", total=None)

        def heard(step: Step) -> None:
            words = f"{said(_PHASES[step.phase])} {step.what}"
            progress.update(task, description=words, completed=step.done, total=step.total)

        yield heard, stop


@contextmanager
def _stopping() -> Iterator[Stop]:
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.ask()

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
