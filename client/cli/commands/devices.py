"""``devices``: the computers that file for an enterprise; letting one in, taking one out."""

from __future__ import annotations

from typing import Annotated

import typer

from client.cli.answering import answers
from client.cli.convert.beside import device_result
from client.cli.helping import Commands
from client.cli.opening import firm_at
from client.cli.options import EnterpriseOption, HomeOption
from client.cli.results.answer import Result
from client.usecases.bureau import devices
from client.usecases.bureau.devices import Computers

DeviceId = Annotated[str, typer.Argument(help="设备的编号，前几位即可，见 devices list")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = Commands(help="设备：替单位报送的电脑；放进新的，停用旧的")
    group.command("list")(show)
    group.command("approve")(approve)
    group.command("revoke")(revoke)
    app.add_typer(group, name="devices")


@answers("devices list")
def show(enterprise: EnterpriseOption = None, home: HomeOption = None) -> Result:
    """列出单位的报送设备：编号、名称、八位指纹、状态。"""
    with firm_at(home, enterprise) as (session, firm):
        return _listed("devices list", firm, devices.known(session, firm))


@answers("devices approve")
def approve(
    device: DeviceId,
    fingerprint: Annotated[str, typer.Option("--fingerprint", help="那台电脑屏幕上显示的八位指纹")],
    enterprise: EnterpriseOption = None,
    home: HomeOption = None,
) -> Result:
    """批准一台等待中的电脑；指纹须与那台电脑上显示的一致。"""
    with firm_at(home, enterprise) as (session, firm):
        return _listed("devices approve", firm, devices.approve(session, firm, device, fingerprint))


@answers("devices revoke")
def revoke(device: DeviceId, enterprise: EnterpriseOption = None, home: HomeOption = None) -> Result:
    """停用一台电脑，或拒绝一台等待中的；它报送过的回执还可取回三十天。"""
    with firm_at(home, enterprise) as (session, firm):
        return _listed("devices revoke", firm, devices.revoke(session, firm, device))


def _listed(command: str, firm: str, found: Computers) -> Result:
    result = Result(command=command, status=0, enterprise=firm)
    result.devices = [device_result(each) for each in found.all]
    return result
