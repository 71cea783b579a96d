"""Scenes of the window that want something to have happened first: each taken in one look."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from client.base.clock import SystemClock
from client.keys import Keychain
from client.practice import Practice
from client.tour.script import TODAY, Sample
from client.ui.camera import Camera
from client.ui.entry.cells.viewing import Filter, Order
from client.ui.rollup.asking import OWN
from client.ui.rollup.page import RollupPage
from client.ui.settings.page import SettingsPage
from client.usecases.books.batches import importing_many
from client.usecases.bureau import connecting, filing
from client.usecases.home import enterprises
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.periods import Period
from forms.returns import ReturnKey
from tests.client.workbook.enterprises import projects, statement, summary, write
from tests.hearing import Hearing
from tests.newer_pack import fetch_newer

FIRST_STEPS = ("language", "firm", "endpoint", "card", "past")
YEAR = Period.parse("2025")
LONG_NAME = "年产三千万套高世代新型显示模组及车载光电一体化智能制造生产基地建设与配套仓储物流项目（二期）"
LONG_FIRM = "广东粤港澳大湾区国家纳米科技创新研究院电子信息产业集团股份有限公司惠州仲恺高新区分公司（虚构）"
WORDS = "出口订单回升，三季度新增两条产线投产。\n原材料价格下降约 4%，毛利率提高。\n详见随附说明。"


def first_run(camera: Camera, ending: str) -> None:
    """Every step of the first run, in a home with nothing in it."""
    desk = camera.pages.desk
    camera.until(lambda: desk.first_run is not None)
    guide = desk.first_run
    assert guide is not None
    for step in FIRST_STEPS:
        camera.staged(f"first-{step}{ending}", lambda *_, step=step: guide.show_step(step))  # type: ignore[misc]


def long_text(camera: Camera, story: Sample, ending: str) -> None:
    """An answer in several lines being written."""
    camera.entry("JY", story.month, "JY044", "long-text" + ending)
    sheet = camera.pages.entry.grid.sheet
    QTest.keyClick(sheet, Qt.Key.Key_F2)
    editor = sheet.painter_of_cells.editor
    assert editor is not None
    editor.insert(WORDS)
    camera.staged("long-text" + ending, lambda *_: None)
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def a_list(camera: Camera, story: Sample, ending: str) -> None:
    """A list; then filtered and in another order, one of its figures too long to be taken as it is."""
    camera.entry("XM", Period.parse(story.period), "", "projects" + ending)
    entry = camera.pages.entry
    assert entry.work is not None
    row = entry.work.draft.current.rows["XM"][0]
    entry.work.type({f"XM[{row}].XM014": "1234.56"})
    entry.filtering.sort(Order("XM014", down=True))
    entry.filtering.show_only(Filter(level="any"))
    entry.grid.filter_bar.show_filter(Filter(level="any"))
    entry.grid.settle_on(f"XM[{row}].XM014")
    found = next(item for item in entry.findings.model.items if item.finding and "1234.56" in item.text)
    entry.findings.choose(found)
    entry.grid.sheet.setFocus()
    camera.staged("filtered" + ending, lambda *_: None)
    entry.undo()
    entry.filtering.close()
    crowded(camera, story, ending)


def crowded(camera: Camera, story: Sample, ending: str) -> None:
    """A list with long names, much that is wrong with it, and the menu of its cells."""
    camera.entry("XM", Period.parse(story.period), "", "crowded" + ending)
    entry = camera.pages.entry
    assert entry.work is not None
    rows = entry.work.draft.current.rows["XM"]
    wrong = {"XM002": LONG_NAME, "XM008": "", "XM012": "-5", "XM014": "1234.56", "XM016": "约三百", "XM027": "130"}
    entry.work.type({f"XM[{row}].{code}": text for row in rows for code, text in wrong.items()})
    entry.grid.settle_on(f"XM[{rows[1]}].XM014")
    camera.staged("crowded" + ending, lambda *_: None)
    sheet = entry.grid.sheet
    corner = sheet.visualRect(sheet.currentIndex()).bottomLeft()
    camera.staged("menu" + ending, lambda *_: entry.menu.open(sheet.viewport().mapToGlobal(corner)))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    entry.undo()


def named(camera: Camera, story: Sample, ending: str) -> None:
    """Every page the name of the enterprise stands on or above."""
    camera.desk("named-desk" + ending)
    for page in ("paper", "firms"):
        camera.page(page, f"named-{page}{ending}")
    camera.entry("JY", story.month, "JY021", "named-entry" + ending)
    camera.review(story.path, "named-import" + ending)
    camera.send(story.month, "named-send" + ending)


def named_receipt(camera: Camera, story: Sample, ending: str) -> None:
    """Its receipt on the filing page."""
    camera.send(story.month, "named-receipt" + ending)


def altered(story: Sample, folder: Path) -> Path:
    """The sample as finance sends it again: some figures are others, and one column more."""
    book = openpyxl.load_workbook(story.path)
    profit = book["利润表"]
    for row in profit.iter_rows(min_row=5, max_row=14):
        for cell in row:
            if isinstance(cell.value, int | float) and cell.value > 1000:
                cell.value = round(cell.value * 1.013, 2)
    path = folder / story.path.name
    book.save(path)
    return path


def review(camera: Camera, book: Path, ending: str) -> None:
    """A workbook under review: what it would change, and how its sheets were understood."""
    camera.review(book, "import" + ending)
    part = camera.pages.importing.review_part
    part.lines_part.kind.choose("changed")
    camera.staged("import" + ending, lambda *_: None)
    part.marked.emit()
    camera.until(camera.pages.importing.book.marked.save.isEnabled)
    camera.staged("import-marked" + ending, lambda *_: None)
    camera.pages.importing.book.marked.close_part()
    part.show_tab(2)
    part.sheets.setCurrentIndex(part.sheets.rows_model.index(2, 0))
    camera.staged("import-sheets" + ending, lambda *_: None)
    part.show_tab(4)
    camera.staged("import-mappings" + ending, lambda *_: None)


def months(camera: Camera, book: Path, ending: str) -> None:
    """A workbook with sheets of many months: the newest is offered, then all of them are taken."""
    camera.review(book, "import-months" + ending)
    page = camera.pages.importing
    page.review_part.months.all.click()
    camera.until(lambda: page.book.reviewed is not None and len(page.book.reviewed.chosen) > 1)
    camera.staged("import-months" + ending, lambda *_: page.review_part.show_tab(0))


def before_a_book(camera: Camera, ending: str) -> None:
    """What leads to a workbook: the empty page, then a template."""
    camera.page("import", "import-waiting" + ending)
    page = camera.pages.importing
    camera.staged("import-template" + ending, lambda *_: page.start_from_template())
    camera.staged("import-kept" + ending, lambda *_: page.show_mappings())


def many_books(folder: Path) -> list[Path]:
    """Workbooks of five enterprises, and a file that is none."""
    broken = folder / "坏的.xlsx"
    broken.write_bytes(b"PK no workbook")
    first = write(folder / "9月汇总.xlsx", 汇总=summary(5), 重点项目=projects([0, 1, 1, 2]))
    return [first, write(folder / "利润表.xlsx", 利润表=statement(1, 9_999_000, "第1公司")), broken]


def many(camera: Camera, books: list[Path], ending: str) -> None:
    """Many workbooks: a line each, then every change."""
    part = camera.pages.importing.many
    camera.staged(
        "many" + ending, lambda conductor, _: conductor.import_books(books), lambda: part.plan is not None
    )
    part.whose.choose(data=False)
    camera.staged("many" + ending, lambda *_: None, lambda: len(part.rows) > len(books))
    camera.staged("many-changes" + ending, lambda *_: part.filter.views.buttons()[1].click())


def cut_short(session: Session, books: list[Path], story: Sample) -> None:
    """An import of five enterprises that ended after two."""
    heard = Hearing(3)  # that it begins, and two of them
    importing_many.store(session, importing_many.plan(session, books[:1], story.month), heard, heard.stop)


def a_group(session: Session, books: list[Path], story: Sample) -> None:
    """Six enterprises: one in another district, one that entered nothing."""
    importing_many.store(session, importing_many.plan(session, books[:1], story.month))
    enterprises.add(session, "91440300708461136T", "深圳市讯联通信有限公司（虚构）")
    firms = [each.code for each in enterprises.all_of(session)]
    for firm, region in zip(firms, ("441302", "441303", "441302", "440305", "441303"), strict=False):
        outcome = open_draft(session, ReturnKey(firm, "JB", YEAR)).type({"JB009": region})
        if outcome is not None:
            save(session, outcome.change).result()


def rollup(camera: Camera, ending: str) -> None:
    """What a group's enterprises add up to, by district, and who is behind the first total."""
    page = camera.pages.page("rollup")
    assert isinstance(page, RollupPage)
    camera.staged("rollup" + ending, lambda conductor, _: conductor.go("rollup"), lambda: page.found is not None)
    page.asking.unit.choose("万元")
    page.asking.by.choose("JB009")
    camera.staged("rollup-districts" + ending, lambda *_: None, lambda: bool(page.found and page.found.by))
    page.asking.scope.choose(OWN)
    camera.staged("rollup-picking" + ending, lambda *_: None)


def changed_since_explained(session: Session, story: Sample) -> str:
    """A figure changes after it was explained, so that it must be explained again; answers its address."""
    draft = open_draft(session, ReturnKey(story.firm, "XM", story.month))
    finding = next(each for each in draft.findings if each.rule == story.explanations[-1].rule)
    address = finding.cells[-1].address
    outcome = draft.type({address: "2500"})
    assert outcome is not None
    save(session, outcome.change).result()
    return address


def stopped(camera: Camera, story: Sample, ending: str) -> None:
    """A filing that was stopped at once."""
    page = camera.pages.sending
    camera.send(story.month, "send-ready" + ending)
    page.filing.send()
    page.filing.under_way.halt.click()
    camera.staged("send-stopped" + ending, lambda *_: None, page.filing.banner.isVisible)


def newer_definitions(session: Session, folder: Path) -> None:
    """A version that changes something in the month under way."""
    fetch_newer(session, folder)


def versions(camera: Camera, ending: str) -> None:
    """The versions in the settings."""
    page = camera.pages.page("settings")
    assert isinstance(page, SettingsPage)
    camera.page("settings", "versions" + ending)
    camera.staged(
        "versions" + ending, lambda *_: page.show_versions(), lambda: bool(page.versions.definitions.text())
    )


@contextmanager
def overtaken(session: Session, story: Sample, folder: Path) -> Iterator[None]:
    """While within, the profile of the enterprise was filed by another computer too, and differs."""
    with two_computers(session, story, folder) as (practice, other):
        waiting = connecting.enrolment(other, story.firm)
        assert waiting is not None
        practice.approve(waiting.device_id)
        _file(session, story, practice.profile_path, None)
        with connecting.line(other, story.firm, practice.profile_path) as line:
            filing.settle(line)
        _type(other, story, {"JB033": "0752-2000009", "JB011": "惠州市仲恺高新区1号"})
        _file(other, story, practice.profile_path, "地址变更")
        _type(session, story, {"JB033": "0752-1111111", "JB016": "维修服务"})
        _file(session, story, practice.profile_path, "电话变更")
        yield


@contextmanager
def two_computers(session: Session, story: Sample, folder: Path) -> Iterator[tuple[Practice, Session]]:
    """An office, and another computer of the enterprise that waits there to be let in."""
    home = Path(tempfile.mkdtemp(prefix="other-", dir=folder))
    with ExitStack() as stack:
        practice = stack.enter_context(Practice(home / "office", SystemClock(TODAY)))
        other = stack.enter_context(open_session(home, keys=Keychain.loose(home), clock=SystemClock(TODAY)))
        enterprises.add(other, story.firm)
        for each in (session, other):
            connecting.enrol(each, story.firm, practice.profile_path, practice.issue_code(story.firm))
        yield practice, other


def _type(session: Session, story: Sample, texts: dict[str, str]) -> None:
    outcome = open_draft(session, ReturnKey(story.firm, "JB", YEAR)).type(texts)
    assert outcome is not None
    save(session, outcome.change).result()


def _file(session: Session, story: Sample, profile: Path, reason: str | None) -> None:
    with connecting.line(session, story.firm, profile) as line:
        filing.submit(line, filing.Order(YEAR, ["JB"], reason=reason))


def three_ways(camera: Camera, ending: str) -> None:
    """What was before, here and filed, cell by cell."""
    page = camera.pages.sending
    camera.send(Period.parse("2025-12"), "three-ways" + ending)
    page.show_merging("JB", YEAR)
    camera.staged("three-ways" + ending, lambda *_: None, lambda: page.merging.view is not None)
