"""What should be known of the way to the endpoint and of its records, although filing works."""

from __future__ import annotations

from functools import partial

from client.base.errors import JibaoError
from client.ui.frame.context import Context
from client.ui.ground.words import said
from client.ui.parts.banner import Banner
from client.usecases.bureau import watching

_GENTLE = frozenset({"attach.lost", "diagnosis.clock", "sync.read-only"})
"""What is said without alarm: filing works, or will."""


class WayNotice(Banner):
    """Shows the gravest; that the network inspects TLS is told calmly, and once: it is gone when it was read."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, closable=False)
        self._context = context
        self.setObjectName("wayNotice")

    def show_first(self, warnings: tuple[JibaoError, ...]) -> None:
        """Tell the first of what was found; nothing hides it."""
        if not warnings:
            self.hide()
        elif warnings[0].code == "net.inspected":
            self.keep_telling("hint", said(warnings[0]), self.tr("知道了"), self._read)
        else:
            self.keep_telling("query" if warnings[0].code in _GENTLE else "error", said(warnings[0]))

    def _read(self) -> None:
        session, firm = self._context.session, self._context.firm
        self._context.tasks.query(partial(watching.read, session, firm), self._put_away)

    def _put_away(self, _: None) -> None:
        self.hide()
