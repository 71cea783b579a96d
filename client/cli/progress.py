"""Progress bars on standard error; a script that asked for JSON sees none."""

from __future__ import annotations

from typing import ClassVar, Self

from client.cli.spoken import said
from client.sync.results import Progress as Doing


class FilingBar:
    """A progress bar that tells what each return is doing."""

    WORDS: ClassVar[dict[str, str]] = {
        "promised": "已作承诺",
        "uploading": "上传附件",
        "putting": "送出",
        "asking": "查询",
        "received": "已送达",
        "decided": "已有结论",
        "waiting": "等待",
        "trouble": "遇到问题",
    }

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console  # commands that only tell, and scripts, draw no bar
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet)
        self._task = self._progress.add_task(said("报送"), total=None)
        self._done: set[str] = set()

    def report(self, doing: Doing) -> None:
        """Show one step; received and decided count."""
        form = doing.return_key.split(".", 1)[1]
        self._progress.update(self._task, description=f"{form} {said(self.WORDS[doing.doing])}")
        if doing.doing == "received":
            self._done.add(doing.version_id)
            self._progress.update(self._task, completed=len(self._done))

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
