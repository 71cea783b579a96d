"""``demo``: the whole job on a sample workbook, in a home of its own, against the embedded practice endpoint."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from client.base.clock import SystemClock
from client.cli.spoken import said, told
from client.cli.streams import prepare_streams
from client.tour.script import TODAY, sample
from client.tour.steps import Tour
from client.usecases.bureau import connecting
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session


def main(arguments: list[str]) -> int:
    """Run the tour; 0 when everything was filed and every receipt verified."""
    prepare_streams(json=False)
    options = _options(arguments)
    if options.window:
        from client.tour.window import show

        return show(sample())
    with tempfile.TemporaryDirectory(prefix="jibao-demo-", ignore_cleanup_errors=True) as home:
        return _tell(Path(home), options.out or Path(tempfile.mkdtemp(prefix="jibao-demo-out-")))


def _tell(home: Path, out: Path) -> int:
    from client.ui.camera import Camera, without_screen

    if not has_screen():
        without_screen()
    story = sample()
    console = Console()
    console.print(said("集报 Jibao 演示：一本财务工作簿，从导入到回执。单位与数字均为虚构。"), style="bold")
    with open_session(home, passphrase=secrets.token_hex(16), clock=SystemClock(TODAY)) as session:
        enterprises.add(session, story.firm, story.name)
        month = story.month.words
        line = told("单位 {name} {firm}，报告期 {month}", name=story.name, firm=story.firm, month=month)
        console.print(line, highlight=False, markup=False)
        with connecting.practise(session, story.firm) as practice, Camera(session, story.firm, out) as camera:
            tour = Tour(session, story, console)
            camera.review(story.path)
            tour.read()
            tour.check(2, said("审核"))
            camera.entry("JY", story.month, "JY021")
            camera.entry("XM", story.month, "", "projects")
            tour.correct()
            tour.check(4, said("再次审核"))
            camera.desk()
            tour.file(practice.profile_path, out)
            camera.send(story.month)
            tour.pictures(camera.taken)
    return 0 if tour.ok else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jibao demo", description=said("演示全过程：导入、审核、改正、报送、回执。")
    )
    parser.add_argument("--window", action="store_true", help=said("打开窗口，面对练习平台和示例单位"))
    parser.add_argument("--out", type=Path, help=said("窗口图片写到哪个文件夹"))
    return parser.parse_args(arguments)


def has_screen() -> bool:
    """Whether a window could be shown to somebody."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))
