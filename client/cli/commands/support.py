"""``support``: what technical support asks for, in one file without figures."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from client.base.errors import JibaoError
from client.cli.answering import answers
from client.cli.opening import home_at, session_at
from client.cli.options import HomeOption
from client.cli.results.answer import Detail, Result
from client.usecases.support import supporting
from client.usecases.support.supporting import Bundle


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.command()(support)


@answers("support")
def support(
    out: Annotated[Path | None, typer.Option("--out", help="诊断文件写到哪个 .zip，省略则在当前文件夹")] = None,
    home: HomeOption = None,
) -> Result:
    """诊断文件：版本、设置、资料库和报送平台的状态、运行日志；不含任何填报数字和单位名称。资料库打不开也能做。"""
    where = home_at(home)
    target = out or Path(supporting.default_name())
    with ExitStack() as stack:
        try:
            session = stack.enter_context(session_at(home, create=False))
        except JibaoError as error:
            made = supporting.write_bundle(where, target, opening=error)
        else:
            made = supporting.write_bundle(where, target, session)
    return Result(command="support", status=0, files=[str(made.path)], details=_told(made))


def _told(made: Bundle) -> dict[str, Detail]:
    unwell = [store.store for store in made.report.stores if store.problem or not store.whole]
    details: dict[str, Detail] = {"unwell": unwell} if made.report.stores else {"unopened": made.report.opening}
    return {**details, "log_errors": str(sum(made.errors.values()))}
