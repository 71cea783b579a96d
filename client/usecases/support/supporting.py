"""The support bundle: one zip a person can look through and send on, without a figure or a name in it."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from client.base.clock import CHINA
from client.base.errors import UserError
from client.base.logbook import Logbook
from client.base.reasons import reason_of
from client.base.whole_files import whole
from client.usecases.home.session import Session
from client.usecases.support.support_report import Report, report_on

REPORT, ERRORS, ABOUT = "report.json", "errors.json", "README.txt"
_ABOUT = """集报诊断文件。report.json：版本、设置、资料库和报送平台的状态；errors.json：出过的错误，按代码计数；
logs：运行日志。不含任何填报数字、单位名称和代码、密钥、口令。单位按添加的先后编号。都是文本，可以先打开看再发送。

Support bundle of Jibao. report.json: versions, settings, the state of stores and endpoints; errors.json: errors by
code; logs. No figures, no names or codes of enterprises, no keys or passphrases. Enterprises are numbered in
order. All of it is text: look through it before you send it.
"""


@dataclass(frozen=True)
class Bundle:
    """What was written: where, and what a person may want to see of it at once."""

    path: Path
    report: Report
    errors: dict[str, int]
    """How often each error is in the logs, the most frequent first."""


def default_name() -> str:
    """``jibao-support-20251128-0915.zip``."""
    return f"jibao-support-{datetime.now(CHINA):%Y%m%d-%H%M}.zip"


def write_bundle(
    home: Path, target: Path, session: Session | None = None, *, opening: BaseException | None = None
) -> Bundle:
    """Write the bundle of ``home`` to ``target``, also where it cannot be opened (``opening`` is why).

    With a session it reads every store whole. Raises ``UserError('support.not-written')``,
    ``WorldError('file.no-room')``.
    """
    logs = Logbook(home).files()
    report = report_on(home, session, opening, datetime.now(CHINA).isoformat(timespec="seconds"))
    errors = _errors(logs)

    def put(part: Path) -> None:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(ABOUT, _ABOUT)
            archive.writestr(REPORT, _json(report))
            archive.writestr(ERRORS, _json(errors))
            for log in logs:
                archive.write(log, f"logs/{log.name}")

    try:
        whole(target, put)
    except OSError as error:
        raise UserError("support.not-written", file=target, reason=reason_of(error)) from error
    return Bundle(target, report, errors)


def _errors(logs: list[Path]) -> dict[str, int]:
    """The kinds and codes after ``failed``, counted."""
    found: Counter[str] = Counter()
    for log in logs:
        for line in log.read_text("utf-8", "replace").splitlines():
            _, sign, told = line.partition(" failed ")
            if sign and not line.startswith(" "):
                found[told.partition(" < ")[0]] += 1
    return dict(found.most_common())


def _json(told: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(told), indent=1)
