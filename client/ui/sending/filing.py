"""What is asked of the endpoint from the page, what came of it, and what going on or trying again means."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from client.base.errors import JibaoError, WorldError
from client.base.stopping import Stopped
from client.sync.results import FilingResult
from client.ui.frame.context import Context
from client.ui.ground.language import spoken
from client.ui.ground.words import is_of_the_way, is_suspicious, said, sentences
from client.ui.parts.banner import Banner
from client.ui.sending.columns import promise_word
from client.ui.sending.preflight import Preflight, SendRow
from client.ui.sending.under_way import UnderWay
from client.ui.sending.work import Answers, Work, ask, carry_out, precheck, send, send_nil, take_back
from client.usecases.bureau.filing import Filed
from client.usecases.bureau.prechecking import Prechecked
from forms.periods import Period
from forms.problems import CodedError
from forms.words import Count


class Wish(NamedTuple):
    """What the page is set to file: forms of a month, and the reason of a correction, or blank."""

    period: Period
    forms: tuple[str, ...]
    reason: str


_TURNED_AWAY = frozenset({"conflict", "rejected-at-door"})
"""States of a version that is not sent again by itself: a person has something to do first."""

Act = Callable[["Filing"], object]


class FilingState(NamedTuple):
    """What outlasts the page: what came of the last thing asked, whether it was ended, what trying again means."""

    outcome: Act
    stopped: bool
    again: Act
    preflight: Preflight | None


def _nothing(_: Filing) -> None:
    """Nothing was asked."""


class Filing(QObject):
    """``begun`` and ``over`` around everything that is asked; ``diagnose`` where the way itself seems to be wrong.

    ``wish`` answers None while the list of the month chosen is not there yet. ``banner`` says what came of it as
    a whole, ``problem_of`` what kept one return from being filed.
    """

    begun = Signal()
    over = Signal()
    diagnose = Signal()

    def __init__(self, context: Context, wish: Callable[[], Wish | None], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._wish = wish
        self._preflight: Preflight | None = None
        self._problems: dict[str, str] = {}
        self._again: Act = Filing.ask
        """What 重试 does: the same thing again, nothing else."""
        self._outcome: Act = _nothing
        """Tells what came of the last thing asked."""
        self._stopped = False
        """Whether the person had asked for its end."""
        self._arrived: frozenset[str] = frozenset()
        """Return keys that the last thing asked found to be with the authority."""
        self._changed: frozenset[str] = frozenset()
        """Those of them that were changed here since."""
        self.busy = False
        self.banner = Banner(context.theme)
        self.under_way = UnderWay(context.theme)

    def know(self, preflight: Preflight) -> None:
        """How the returns of the month stand now; what was told of one that was changed since is told anew."""
        self._preflight = preflight
        here = {row.check.return_key: row.changed for row in preflight.rows if row.check is not None}
        changed = frozenset(key for key in self._arrived if here.get(key, key in self._changed))
        if changed != self._changed and not self.busy:
            self._changed = changed
            if not self.banner.isHidden():
                self._outcome(self)

    @property
    def troubled(self) -> bool:
        """Whether something kept a return from being filed the last time."""
        return bool(self._problems)

    def problem_of(self, return_key: str) -> str:
        """What kept a return from being filed the last time; blank when nothing did."""
        return self._problems.get(return_key, "")

    def save_state(self) -> FilingState:
        """What another in this one's place tells, in the words of then."""
        return FilingState(self._outcome, self._stopped, self._again, self._preflight)

    def restore_state(self, held: FilingState) -> None:
        """Tell what came of the last thing asked once more."""
        self._outcome, self._stopped, self._again, self._preflight = held
        held.outcome(self)

    # asking

    def send(self) -> None:
        """File what is ready of the month."""
        wish = self._wish()
        if wish is not None and wish.forms:
            self._send(wish)

    def _send(self, wish: Wish) -> None:
        work = partial(send, self._context.session, self._context.firm, *wish)
        again = partial(Filing._send_again, before=wish)
        self._begin(again, work, self._sent, self.tr("报送报表"), self.tr("正在连接…"))

    def _send_again(self, before: Wish) -> None:
        """What could not be sent, as it is wished by now; as it was, where another month was turned to since."""
        wish = self._wish()
        self._send(wish if wish is not None and wish.forms and wish.period == before.period else before)

    def send_nil(self, about: SendRow, reason: str) -> None:
        """File that there is nothing to report."""
        work = partial(send_nil, self._context.session, self._context.firm, about.form, about.period, reason)
        again = partial(Filing.send_nil, about=about, reason=reason)
        self._begin(again, work, self._sent, self.tr("报送报表"), self.tr("正在连接…"))

    def ask(self) -> None:
        """Ask about what was sent and not yet answered."""
        work = partial(ask, self._context.session, self._context.firm)
        self._begin(Filing.ask, work, self._asked, self.tr("查询结果"), self.tr("正在查询…"))

    def precheck(self) -> None:
        """Ask the endpoint what it would say of the month, before anything is filed."""
        wish = self._wish()
        if wish is None:
            return
        work = partial(precheck, self._context.session, self._context.firm, wish.period)
        self._begin(Filing.precheck, work, self._prechecked, self.tr("预检"), self.tr("正在预检…"))

    def carry_out(self, path: Path) -> None:
        """Write what has no receipt yet into a file, to be brought to where there is a network."""
        work = partial(carry_out, self._context.session, self._context.firm, path)
        again = partial(Filing.carry_out, path=path)
        self._begin(again, work, self._carried, self.tr("写出离线报送文件"), self.tr("正在写出…"))

    def take_back(self, path: Path) -> None:
        """Take in the answer that was brought back."""
        work = partial(take_back, self._context.session, self._context.firm, path)
        again = partial(Filing.take_back, path=path)
        self._begin(again, work, self._answered, self.tr("导入答复"), self.tr("正在核对答复…"))

    def _begin(self, again: Act, work: Work, done: Callable[[Any], None], title: str, doing: str) -> None:
        """Something that asks the endpoint for more than one thing, and can be ended between two of them."""
        self.busy, self._again = True, again
        self._problems = {}
        self._arrived = self._changed = frozenset()
        self._outcome = _nothing
        self.banner.hide()
        self.under_way.begin(doing, self._names())
        tasks = self._context.tasks
        self.under_way.follow(
            tasks.long(title, work, done, self.failed, self.under_way.tell, fell_short=_fell_short)
        )
        self.begun.emit()

    def _end(self, outcome: Act) -> None:
        """It is over: tell what came of it."""
        self._outcome, self._stopped = outcome, self.under_way.stopped
        self.busy = False
        self.under_way.end()
        outcome(self)
        self.over.emit()

    def _try_again(self) -> None:
        self._again(self)

    def _names(self) -> dict[str, str]:
        """The forms' names by return."""
        rows = self._preflight.rows if self._preflight else ()
        return {each.check.return_key: each.form_name for each in rows if each.check}

    # what came of it

    def _prechecked(self, found: tuple[Prechecked, ...]) -> None:
        self._end(partial(Filing._tell_prechecked, found=found))

    def _sent(self, filed: tuple[Filed, ...]) -> None:
        self._end(partial(Filing._tell_sent, filed=filed))

    def _carried(self, carried: tuple[Path, int]) -> None:
        self._end(partial(Filing._tell_carried, path=carried[0], count=carried[1]))

    def _asked(self, answers: Answers) -> None:
        self._end(partial(Filing._tell_answered, results=answers.results, trouble=answers.trouble))

    def _answered(self, results: tuple[FilingResult, ...]) -> None:
        self._end(partial(Filing._tell_answered, results=results))

    def failed(self, error: BaseException) -> None:
        """Tell that what was asked could not be done at all."""
        if isinstance(error, Stopped | CodedError):
            self._end(partial(Filing._tell_failed, error=error))
        else:
            self._end(_nothing)
            self._context.tasks.trouble.emit(error)

    def _tell_prechecked(self, found: tuple[Prechecked, ...]) -> None:
        for each in found:
            if each.findings:
                told = self.tr("；").join(
                    dict.fromkeys(finding.message or finding.rule for finding in each.findings)
                )
                self._problems[each.check.return_key] = self.tr("预检：{}").format(told)
        count = len(self._problems)
        if count:
            self.banner.tell(
                "query", self.tr("预检：{} 张报表有问题，见下。没有报送任何数据。").format(Count(count))
            )
        else:
            self.banner.tell("good", self.tr("预检：报送平台没有发现问题。还没有报送。"))

    def _tell_sent(self, filed: tuple[Filed, ...]) -> None:
        kept_back = {each.check.return_key: each.problem for each in filed if each.problem is not None}
        self._problems |= {key: problem.what(spoken()) for key, problem in kept_back.items()}
        results = tuple(each.result for each in filed if each.result is not None)
        blocked = next((each for each in kept_back.values() if is_of_the_way(each.code)), None)
        self._tell_answered(results, blocked, tuple(kept_back.values()))

    def _tell_carried(self, path: Path, count: int) -> None:
        told = self.tr("已写出 {}，内有 {} 张报表。请在能上网的电脑上传，再把答复文件带回来导入。")
        self.banner.tell_written(told.format(path, Count(count)), path)

    def _tell_answered(
        self,
        results: tuple[FilingResult, ...],
        trouble: CodedError | None = None,
        kept_back: tuple[JibaoError, ...] = (),
    ) -> None:
        """``trouble``: what stood in the way, though what is told of may have gone well.

        ``kept_back``: why returns were not sent. What was turned away is not tried again by itself either.
        """
        self._arrived = frozenset(result.return_key for result in results if result.receipt is not None)
        troubled = [result for result in results if result.code not in (None, "sync.stopped")]
        for result in troubled:
            promise = promise_word(result.promised) if result.promised and not result.receipt else ""
            self._problems[result.return_key] = sentences(promise, _error_of(result).what(spoken()))
        waiting = [result for result in troubled if result.state not in _TURNED_AWAY]
        away = tuple(_error_of(result) for result in troubled if result.state in _TURNED_AWAY)
        if any(result.alarm for result in troubled):
            self.banner.tell("error", self.tr("报送平台的答复对不上，已停止。请联系主管部门核实后再报送。"))
        elif waiting:
            first = _error_of(waiting[0])
            kept = sentences(said(first), self.tr("数据已冻结保存，不会丢失，也不会重复报送。"))
            self._tell_failure("\n".join(filter(None, [self._received_words(results), kept])), first)
        elif self._stopped:
            self._tell_stopped(results)
        elif trouble is not None:
            told = [self._received_words(results), sentences(said(trouble), self.tr("数据都在本机，没有丢失。"))]
            self._tell_failure("\n".join(filter(None, told)), trouble)
        else:
            self._tell_received(results, (*kept_back, *away))

    def _tell_received(self, results: tuple[FilingResult, ...], kept_back: tuple[JibaoError, ...]) -> None:
        """How many arrived; of one that was not sent why and what to do, of several that it stands in the list."""
        told = ""
        if kept_back:
            many = self.tr("{} 张没有报送，原因写在表里").format(Count(len(kept_back)))
            why = said(kept_back[0]) if len(kept_back) == 1 else many
            told = sentences(why, self.tr("数据都在本机，没有丢失。"))
        if words := "\n".join(filter(None, [self._received_words(results), told])):
            returned = any(result.state == "rejected" for result in results)
            self.banner.tell("query" if returned or kept_back or self._changed else "good", words)

    def _received_words(self, results: tuple[FilingResult, ...]) -> str:
        """How many arrived; blank when none did."""
        received = sum(result.receipt is not None for result in results)
        accepted = sum(result.state == "accepted" for result in results)
        returned = sum(result.state == "rejected" for result in results)
        told = self.tr("{} 张已送达，其中 {} 张已受理").format(received, accepted) if received else ""
        if returned:
            told = told if accepted else self.tr("{} 张已送达").format(received)
            told += self.tr("，{} 张被退回：照退回意见改好再报").format(returned)
        if self._changed:
            told += self.tr("；此后又改过 {} 张，改动还没有报送").format(Count(len(self._changed)))
        return told

    def _tell_stopped(self, results: tuple[FilingResult, ...]) -> None:
        """What is sent, what is queued and what was not begun; each can be gone on with."""
        received = sum(result.receipt is not None for result in results)
        queued = len(results) - received
        begun = {result.return_key for result in results}
        waiting = [each for each in (self._preflight.ready if self._preflight else ()) if each.state == "ready"]
        rest = sum(each.check is not None and each.check.return_key not in begun for each in waiting)
        if not rest:
            self._again = Filing.ask
        parts = [
            self.tr("{} 张已送达").format(received) if received else self.tr("还没有一张送达"),
            self.tr("{} 张已冻结排队").format(queued) if queued else "",
            self.tr("{} 张还没有开始").format(rest) if rest else "",
        ]
        told = self.tr("，").join(part for part in parts if part)
        more = self.tr("没有丢失，随时可以继续。") if queued or rest else ""
        again = self.tr("继续") if queued or rest else ""
        self.banner.tell("query", self.tr("已停止：{}。{}").format(told, more), again, self._try_again)

    def _tell_failed(self, error: Stopped | CodedError) -> None:
        if isinstance(error, CodedError):
            self._tell_failure(sentences(said(error), self.tr("数据都在本机，没有丢失。")), error)
        else:
            self._tell_ended()

    def _tell_ended(self) -> None:
        """The person ended it before the endpoint was told anything."""
        if self._again == Filing.precheck:
            words = self.tr("已停止预检。没有报送任何数据。")
            self.banner.tell("query", words, self.tr("继续"), self._try_again)
        else:
            self._tell_stopped(())

    def _tell_failure(self, text: str, error: CodedError) -> None:
        why = self.diagnose.emit if is_of_the_way(error.code) else None
        if is_suspicious(error.code):
            self.banner.tell("error", text, diagnose=why)  # it says not to try again
        else:
            self.banner.tell("query", text, self.tr("重试"), self._try_again, diagnose=why)


def _fell_short(answer: object) -> bool:
    """Whether the authority lacks something that was to be filed, or could not be asked."""
    if isinstance(answer, Answers):
        return answer.trouble is not None or _fell_short(answer.results)
    if not isinstance(answer, tuple):
        return False
    if any(isinstance(each, Filed) and each.problem is not None for each in answer):
        return True
    results = (each.result if isinstance(each, Filed) else each for each in answer)
    return any(isinstance(each, FilingResult) and each.receipt is None for each in results)


def _error_of(result: FilingResult) -> JibaoError:
    """What last went wrong, with its words."""
    return WorldError(result.code or "", **result.params)
