"""``practice-faults``: what the practice endpoint lets go wrong, for training and for trials."""

from __future__ import annotations

from typing import Annotated

import typer

from client.base.errors import UserError
from client.base.home_choice import default_home
from client.cli.answering import answers
from client.cli.options import HomeOption
from client.cli.results.answer import Result


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("practice-faults")(practice_faults)


@answers("practice-faults")
def practice_faults(
    fault: Annotated[
        list[str] | None, typer.Option("--fault", help="故障=比例，如 drop-answer=0.3，可以给出多个")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="同一个种子，同样的故障")] = 0,
    seconds: Annotated[float, typer.Option("--seconds", help="delay 拖延多少秒")] = 3.0,
    clock: Annotated[int, typer.Option("--clock", help="报送平台的时钟偏差多少秒")] = 0,
    only: Annotated[str, typer.Option("--only", help="只对含有这段文字的请求，如 'PUT '")] = "",
    off: Annotated[bool, typer.Option("--off", help="关掉全部故障")] = False,
    home: HomeOption = None,
) -> Result:
    """让练习平台出故障，供培训和试验；不给选项则显示现在的设置。正在运行的报送平台马上照办。"""
    from client.practice.faults import Plan, read, write
    from client.practice.server import FOLDER

    folder = (home or default_home()) / FOLDER
    if off:
        write(folder, Plan())
    elif fault or clock:
        shares = dict(_share(text) for text in fault or ())
        write(folder, Plan(seed=seed, shares=shares, seconds=seconds, clock=clock, only=only))
    plan = read(folder)
    result = Result(command="practice-faults", status=0)
    result.details = {name: f"{share:g}" for name, share in plan.shares.items()}
    if plan.shares:
        result.details["seed"] = str(plan.seed)
    if plan.shares.get("delay"):
        result.details["delay_seconds"] = f"{plan.seconds:g}"
    if plan.clock:
        result.details["clock_seconds"] = str(plan.clock)
    if plan.only:
        result.details["only"] = plan.only
    return result


def _share(text: str) -> tuple[str, float]:
    name, _, share = text.partition("=")
    try:
        return name, float(share or 1)
    except ValueError as error:
        raise UserError("practice.bad-share", name=name, share=share) from error
