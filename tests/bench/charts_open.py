"""Opens the window on a home, then its charts, and ends when they are painted: ``charts_open.py HOME``.

Whoever runs it looks at the most memory that was resident.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from client.ui.ground import binding

gc.disable()
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in main.py, with the two lines beside it
binding.load()

from PySide6.QtCore import QObject, QTimer  # noqa: E402 after the binding, as in main.py

from client.ui.app import Window, application  # noqa: E402
from client.usecases.home.opening import open_session  # noqa: E402

PATIENCE_S = 120
LOOK_MS = 20


class Looker(QObject):
    """Goes to the charts once the desk is there, and leaves once they are painted."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._painted = 0
        window.conductor.ready.connect(self._go)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def _go(self) -> None:
        if not self._timer.isActive():
            self._window.conductor.go("charts")
            self._timer.start()

    def _look(self) -> None:
        pages = self._window.conductor.pages
        assert pages is not None
        if getattr(pages.page("charts"), "cards", ()) and not self._window.conductor.tasks.busy:
            self._window.shell.repaint()
            self._painted += 1
        if self._painted == 2:  # laid out after the first
            self._window.shell.close()


home = Path(sys.argv[1])
app = application()
window = Window(app, lambda passphrase: open_session(home, passphrase=passphrase or None), home=home)
looker = Looker(window)
window.open()
QTimer.singleShot(PATIENCE_S * 1000, lambda: app.exit(1))
status = app.exec()
if len(sys.argv) > 2:
    window.shell.grab().save(sys.argv[2])
window.close(back_up=False)
sys.exit(status)
