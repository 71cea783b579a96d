"""``devices``: the computers that file for an enterprise; letting one in, taking one out."""

from __future__ import annotations

from typing import Annotated

import typer

from client.cli.answering import answer
from client.cli.convert.beside import device_result
from client.cli.opening import firm_at
from client.cli.options import EnterpriseOption, HomeOption, JsonFlag
from client.cli.results.answer import Result
from client.usecases.bureau import devices
from client.usecases.bureau.devices import Computers

DeviceId = Annotated[str, typer.Argument(help="设备的编号，前几位即可，见 devices list")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="设备：替单位报送的电脑；放进新的，停用旧的")
    group.command("list")(show)
    group.command("approve")(approve)
    group.command("revoke")(revoke)
    app.add_typer(group, name="devices")


def show(enterprise: EnterpriseOption = None, home: HomeOption = None, json: JsonFlag = False) -> None:
    """列出单位的报送设备：编号、名称、八位指纹、状态。"""

    def work() -> Result:
        with firm_at(home, enterprise) as (session, firm):
            return _listed("devices list", firm, devices.known(session, firm))

    answer("devices list", work, json=json)


def approve(
    device: DeviceId,
    fingerprint: Annotated[str, typer.Option("--fingerprint", help="那台电脑屏幕上显示的八位指纹")],
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
    json: JsonFlag = False,
) -> None:
    """批准一台等待中的电脑；指纹须与那台电脑上显示的一致。"""

    def work() -> Result:
        with firm_at(home, enterprise) as (session, firm):
            return _listed("devices approve", firm, devices.approve(session, firm, device, fingerprint))

    answer("devices approve", work, json=json)


def revoke(
    device: DeviceId, enterprise: EnterpriseOption = None, home: HomeOption = None, json: JsonFlag = False
) -> None:
    """停用一台电脑，或拒绝一台等待中的；它报送过的回执还可取回三十天。"""

    def work() -> Result:
        with firm_at(home, enterprise) as (session, firm):
            return _listed("devices revoke", firm, devices.revoke(session, firm, device))

    answer("devices revoke", work, json=json)


def _listed(command: str, firm: str, found: Computers) -> Result:
    result = Result(command=command, status=0, enterprise=firm)
    result.devices = [device_result(each) for each in found.all]
    return result
