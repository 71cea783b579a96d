"""``offline``: file without a network of one's own, by a carry file and the answer to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from client.cli.answering import answers
from client.cli.convert.filing import endpoint_result, gravest, status_of, version_result
from client.cli.helping import Commands
from client.cli.opening import line_at
from client.cli.options import EnterpriseOption, HomeOption, ProfileOption
from client.cli.results.answer import Result
from client.usecases.bureau import offline


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = Commands(help="离线报送：导出文件带到有网络的电脑上传，再把答复导回")
    group.command("export")(export)
    group.command("import")(take_back)
    app.add_typer(group, name="offline")


@answers("offline export")
def export(
    file: Annotated[Path, typer.Argument(help="写出的离线报送文件 .jbsub")],
    enterprise: EnterpriseOption = None,
    profile: ProfileOption = None,
    home: HomeOption = None,
) -> Result:
    """把还没有回执的报表写成离线报送文件。"""
    with line_at(home, enterprise, profile) as line:
        versions = offline.carry_out(line, file)
        result = Result(command="offline export", status=3, enterprise=line.firm, files=[str(file)])
        result.endpoint = endpoint_result(line)
    result.details = {version.return_key: version.version_id for version in versions}
    return result


@answers("offline import")
def take_back(
    file: Annotated[Path, typer.Argument(help="上传后保存的答复文件")],
    enterprise: EnterpriseOption = None,
    profile: ProfileOption = None,
    home: HomeOption = None,
) -> Result:
    """导入离线报送的答复，核验并保存回执。"""
    with line_at(home, enterprise, profile) as line:
        results = offline.take_back(line, file)
        result = Result(command="offline import", status=0, enterprise=line.firm)
        result.endpoint = endpoint_result(line)
        result.filed.extend(version_result(line.session, each) for each in results)
    result.status = gravest(map(status_of, results))
    return result
