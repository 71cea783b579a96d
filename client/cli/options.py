"""Arguments and options that more than one command takes, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

JsonFlag = Annotated[bool, typer.Option("--json", help="以 JSON 输出结果（格式见 resources/schemas）")]
HomeOption = Annotated[Path | None, typer.Option("--home", help="数据文件夹，默认本机用户数据文件夹或 JIBAO_HOME")]
EnterpriseOption = Annotated[str | None, typer.Option("--enterprise", help="统一社会信用代码")]
FormArgument = Annotated[str, typer.Argument(help="表的代码，如 JY")]
FormOption = Annotated[str | None, typer.Option("--form", help="表的代码，如 JY")]
PeriodOption = Annotated[str | None, typer.Option("--period", help="报告期，如 2025-09、2025-Q3、2025")]
PeriodNeeded = Annotated[str, typer.Option("--period", help="报告期，如 2025-09、2025-Q3、2025")]
ProfileOption = Annotated[Path | None, typer.Option("--profile", help="报送平台配置文件 profile.json")]
PackOption = Annotated[
    Path | None, typer.Option("--pack", help="按这个文件夹里的定义包；默认随程序的，或 --home 所用的制度")
]
WaitOption = Annotated[float, typer.Option("--wait", help="最多等待多少秒")]
ReasonNeeded = Annotated[str, typer.Option("--reason", help="原因，会随版本一起密封报送")]
