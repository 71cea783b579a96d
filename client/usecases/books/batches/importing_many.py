"""Many workbooks, or one of many enterprises, as one batch: planned, looked at, stored enterprise by enterprise.

``plan`` reads and stores nothing; ``store`` goes through ``batching``: whole in each, gone on with after a kill
(``batching.carry_on``), taken back as one (``batching.undo``). Both tell how far they are and can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from client.base.errors import JibaoError, UserError
from client.base.stopping import NEVER, Stop
from client.store import ChangeSet
from client.usecases.books import extracting, importing
from client.usecases.books.batches import batching
from client.usecases.books.batches.firm_plan import FirmPlan, together
from client.usecases.books.batches.gathering import Gathered, place_of
from client.usecases.books.batches.journals import Batch, Part
from client.usecases.books.extracting import Extracted, Reading
from client.usecases.books.months import months_of, other_months, several_months
from client.usecases.books.selecting import ALL, Selection
from client.usecases.books.several import returns_after
from client.usecases.home.enterprises import all_of, checked_code
from client.usecases.home.session import Session
from client.workbook import NONE, Book, Choices, NotTaken, Profile, Share, divide, read, share_of
from client.workbook.endings import IN_FOLDERS
from client.workbook.finding.dividing import told_whose
from client.workbook.finding.taken.extraction import note
from forms.periods import Period
from forms.problems import CodedError

"""Files of a folder that are taken for workbooks; a file that is named itself is read whatever it is called."""


@dataclass(frozen=True)
class Step:
    """How far it is: ``phase`` is ``reading`` (files), ``planning`` (enterprises of a file) or ``storing``."""

    phase: str
    done: int
    total: int
    what: str
    """The file, or the enterprise."""


Heard = Callable[[Step], None]


@dataclass(frozen=True)
class Wishes:
    """What is asked of every workbook."""

    forms: Sequence[str] | None = None
    choices: Choices = NONE
    profiles: Sequence[Profile] = ()
    selection: Selection = ALL
    follow: bool = False
    """Whether a workbook that names one other period is taken for that."""
    every_month: bool = False
    """Whether a workbook that holds several months is taken for all of them."""
    months: frozenset[Period] | None = None
    """Of several months only these, where ``every_month``."""
    without: frozenset[tuple[Path, str]] = frozenset()
    """Parts that are left out: a workbook and the enterprise."""


@dataclass(frozen=True)
class FilePlan:
    """What became of one workbook; ``problem`` says why none of it is taken, ``left`` is nobody's."""

    path: Path
    firms: tuple[FirmPlan, ...] = ()
    left: tuple[NotTaken, ...] = ()
    problem: CodedError | None = None


@dataclass(frozen=True)
class ManyPlan:
    """Everything that would be done; ``sets`` are the changes of each enterprise."""

    period: Period
    files: tuple[FilePlan, ...]
    passed_over: tuple[Path, ...]
    """Files of the folders that are no workbooks."""
    sets: Mapping[str, ChangeSet]
    names: Mapping[str, str]

    @property
    def changed(self) -> int:
        """How many cells would be written."""
        return sum(firm.changed for file in self.files for firm in file.firms)


def found_in(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The workbooks that are named or lie in a folder that is, in order, and what else lies there.

    Raises ``UserError('batch.no-workbook')``.
    """
    books: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if not path.is_dir():
            books.append(path)
            continue
        for file in sorted(each for each in path.rglob("*") if each.is_file()):
            if file.name.startswith(("~$", ".")):  # what Excel and WPS leave while a workbook is open
                continue
            (books if file.suffix.lower() in IN_FOLDERS else others).append(file)
    if not books:
        raise UserError("batch.no-workbook")
    return list(dict.fromkeys(books)), others


def plan(
    session: Session,
    paths: Iterable[Path],
    period: Period,
    firm: str = "",
    wishes: Wishes | None = None,
    heard: Heard = lambda _: None,
    stop: Stop = NEVER,
) -> ManyPlan:
    """What the workbooks would change, each divided among the enterprises it names, or all of it ``firm``'s.

    A workbook that cannot be read or names nobody keeps none of the others. Raises ``UserError``
    ``batch.no-workbook``, ``batch.cancelled``, ``enterprise.…``.
    """
    books, others = found_in(paths)
    planner = _Planner(session, period, checked_code(firm) if firm else "", wishes or Wishes(), heard, stop)
    files = []
    for number, path in enumerate(books):
        heard(Step("reading", number, len(books), path.name))
        planner.may_go_on()
        files.append(planner.file(path))
    heard(Step("reading", len(books), len(books), ""))
    return ManyPlan(period, tuple(files), tuple(others), planner.sets(), planner.names)


def store(session: Session, planned: ManyPlan, heard: Heard = lambda _: None, stop: Stop = NEVER) -> Batch | None:
    """Store a plan, one transaction an enterprise; None when there is nothing to be changed.

    A batch that was stopped, here or by a kill, is ``unfinished``: ``batching.carry_on`` or ``batching.undo``.
    """
    if not planned.sets:
        return None
    files = [file.path.name for file in planned.files if any(firm.changed for firm in file.firms)]
    title = files[0] if len(files) == 1 else f"{files[0]} … {files[-1]}"
    batch = batching.begin(session, title, planned.sets, planned.names)
    done = 0

    def told(part: Part) -> None:
        nonlocal done
        done += 1
        heard(Step("storing", done, len(batch.parts), part.name or part.firm))

    heard(Step("storing", 0, len(batch.parts), ""))
    return batching.carry_on(session, batch.batch_id, told, stop)


class _Planner:
    """Plans file by file; what an earlier file has for a place counts."""

    def __init__(
        self, session: Session, period: Period, firm: str, wishes: Wishes, heard: Heard, stop: Stop
    ) -> None:
        self._session = session
        self._period = period
        self._firm = firm
        self._wishes = wishes
        self._heard = heard
        self._stop = stop
        self._gathered: dict[str, Gathered] = {}
        self.names: dict[str, str] = {}
        known = all_of(session)
        self._known = {each.code for each in known}
        self._by_name = {each.name: each.code for each in known if each.name}

    def may_go_on(self) -> None:
        """Raises ``UserError('batch.cancelled')``."""
        if self._stop.asked:
            raise UserError("batch.cancelled")

    def sets(self) -> dict[str, ChangeSet]:
        return {firm: found.change_set for firm, found in self._gathered.items() if found.changes}

    def file(self, path: Path) -> FilePlan:
        try:
            book = read(path)
            digest = extracting.digest_of(path)
            shares, left = self._shares(book, path)
        except JibaoError as error:
            return FilePlan(path, problem=error)
        firms = []
        for number, share in enumerate(shares):
            if len(shares) > 1:
                self._heard(Step("planning", number, len(shares), share.name or share.code))
            self.may_go_on()
            if (path, share.code) in self._wishes.without:
                firms.append(FirmPlan(share.code, share.name, share.code in self._known))
            else:
                firms.append(self._share(share, digest))
        return FilePlan(path, tuple(firms), tuple(left))

    def _shares(self, book: Book, path: Path) -> tuple[Sequence[Share], Iterable[NotTaken]]:
        if self._firm:
            own, left = share_of(book, self._firm)
            return (Share(self._firm, "", own),), left
        divided = divide(book, self._by_name, (path.stem, path.absolute().parent.name))
        return divided.shares, divided.left

    def _share(self, share: Share, digest: str) -> FirmPlan:
        """One enterprise's part of a workbook."""
        wishes = self._wishes
        try:
            found = self._extract(share, digest, self._period)
            months = self._wanted(found) if wishes.every_month else ()
            if len(months) > 1 or (months and months[0] != found.period):
                return self._months(share, digest, months)
            self._of_this_period(found)
            return self._planned(share, found)
        except CodedError as error:
            return FirmPlan(share.code, share.name, share.code in self._known, problem=error)

    def _extract(self, share: Share, digest: str, period: Period, *, alone: bool = False) -> Extracted:
        """What a workbook has for an enterprise; ``alone`` keeps to the period whatever else it names."""
        wishes, pack = self._wishes, importing.pack_in_use(self._session, share.code, period)
        follow = wishes.follow and not alone
        reading = Reading(share.code, period, wishes.forms, wishes.choices, wishes.profiles, pack, follow)
        return extracting.extract_from(share.book, digest, reading)

    def _wanted(self, found: Extracted) -> tuple[Period, ...]:
        """The months of a workbook that are asked for; raises ``UserError('workbook.other-months')``."""
        there = months_of(found.extraction, found.period, found.book, found.pack)
        asked = self._wishes.months
        wanted = tuple(month for month in there if asked is None or month in asked)
        if there and not wanted:
            raise other_months(found.book.name, there, asked or ())
        return wanted

    def _months(self, share: Share, digest: str, months: Sequence[Period]) -> FirmPlan:
        """Month by month, each beside those before it; a month that cannot be taken is named."""
        parts: list[FirmPlan] = []
        taken: list[frozenset[str]] = []
        for month in months:
            self._heard(Step("reading", len(parts), len(months), f"{share.book.name} {month}"))
            self.may_go_on()
            try:
                found = self._extract(share, digest, month, alone=True)
                parts.append(self._planned(share, found))
                taken.append(frozenset(sheet.name for sheet in found.extraction.sheets if sheet.taken))
            except CodedError as error:
                why = note(error.code, **error.params)
                left = (NotTaken(sheet=str(month), why=why),)
                parts.append(FirmPlan(share.code, share.name, share.code in self._known, left=left))
                taken.append(frozenset())
        return together(parts, taken)

    def _of_this_period(self, found: Extracted) -> None:
        """Nobody looks at each of hundreds: a sheet of another month is not taken for this one, unless it is said.

        Raises ``UserError`` ``workbook.sheet-of-other-period``, ``workbook.several-months``.
        """
        for seen in found.extraction.warnings if self._wishes.choices.period is None else ():
            if seen.code == "warn.period":
                there = months_of(found.extraction, found.period, found.book, found.pack)
                if len(there) > 1 and found.period not in there:
                    raise several_months(found.book.name, there, found.period)
                asked = {"expected": seen.params["taken"], "found": seen.params["named"]}
                raise UserError("workbook.sheet-of-other-period", file=found.book.name, **asked)

    def _planned(self, share: Share, found: Extracted) -> FirmPlan:
        gathered = self._gathered.setdefault(share.code, Gathered())
        planned = importing.plan_extracted(self._session, found, self._wishes.selection, gathered.returns)
        name = share.name or planned.firm_name
        if self._firm or self._wishes.every_month:
            gathered.returns.update(returns_after(planned))
        kept, doubled = gathered.add(planned)
        if kept:
            self.names[share.code] = self.names.get(share.code) or name
        return FirmPlan(
            firm=share.code,
            name=name,
            known=share.code in self._known,
            taken=len(planned.lines),
            changed=sum(len(change.edits) for change in kept),
            left=(*(left for left in planned.left if self._firm or not told_whose(left)), *doubled),
            warnings=planned.warnings,
            errors=sum(check.count("error") for check in planned.checks),
            queries=sum(len(check.unexplained) for check in planned.checks),
            places=tuple(place_of(check.target) for check in planned.checks),
        )
