"""The whole job on the sample, step by step, each step printed as it is done."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from client.cli.checked import with_proposals
from client.cli.convert.filing import verdict_result, version_result
from client.cli.convert.workbooks import workbook_result
from client.cli.pages.page import Page
from client.cli.progress import FilingBar
from client.cli.results.filing import FiledResult
from client.cli.results.texts import problem_of
from client.cli.spoken import in_force, language, said, told
from client.tour.script import Correction, Sample
from client.usecases.books import importing
from client.usecases.bureau import connecting, filing, receipts
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.editing import OTHER_REASON, Draft, open_draft
from client.usecases.returns.keeping import save
from client.usecases.returns.states import unexplained
from forms.periods import Period
from forms.returns import ReturnKey


class Tour:
    """Goes through the job with one session; ``ok`` says whether everything came out as it should."""

    def __init__(self, session: Session, sample: Sample, console: Console) -> None:
        self.session = session
        self.sample = sample
        self.console = console
        self.page = Page(console)
        self.ok = True

    def head(self, number: int, title: str) -> None:
        """A step's heading."""
        self.console.print()
        self.console.rule(f"[bold]{number}  {title}", align="left")

    def read(self) -> None:
        """Step 1: the workbook, what was taken and what was not."""
        self.head(1, told("读取财务工作簿 {file}", file=self.sample.book))
        planned = importing.plan(self.session, self.sample.path, self.sample.firm, self.sample.month)
        import_id = importing.apply(self.session, planned)
        self.page.workbook(workbook_result(planned, import_id))

    def check(self, number: int, title: str) -> tuple[ReturnCheck, ...]:
        """Every return with its findings in words and numbers."""
        self.head(number, title)
        checks = check_returns(self.session, self.sample.firm)
        for check in checks:
            self.page.target(with_proposals(self.session, check))
        return checks

    def correct(self) -> None:
        """Step 3: the slips of the sample set right, the queries explained."""
        self.head(3, said("改正差错，说明疑问"))
        for correction in self.sample.corrections:
            self._correct(correction)
        for reason in self.sample.explanations:
            draft = self._draft(reason.form, reason.period)
            for finding in unexplained(draft.findings, draft.current):
                if finding.rule == reason.rule:
                    save(self.session, draft.explain(finding, OTHER_REASON, reason.text).change).result()
                    words = {"form": reason.form, "rule": reason.rule, "text": reason.text}
                    line = told("{form} 核实 {rule}：{text}", **words)
                    self.console.print(f"  {line}", highlight=False, markup=False)

    def file(self, practice_profile: Path, out: Path) -> None:
        """Step 5: filed, the receipts kept in ``out``, the first one verified from its file alone."""
        self.head(5, said("加密报送，取回签名回执"))
        with connecting.line(self.session, self.sample.firm, practice_profile) as way:
            endpoint = way.endpoint
            line = told("报送平台 {name}（{env}）", name=endpoint.profile.name, env=endpoint.env)
            self.console.print(line, highlight=False, markup=False)
            with FilingBar(quiet=not self.console.is_terminal) as bar:
                filed = filing.submit(way, wait=20.0, report=bar.report)
        saved = [self._show(each, out) for each in filed]
        self.head(6, said("核验回执文件"))
        for path in filter(None, saved[:1]):
            verdict = receipts.verify(path, practice_profile)
            line = told("{name}：{value}", name=path.name, value=in_force(verdict_result(verdict).what))
            self.console.print(line, highlight=False, markup=False)
            self.ok = self.ok and verdict.verdict == "trusted"

    def pictures(self, taken: list[Path]) -> None:
        """Step 7: where the pictures of the window are."""
        self.head(7, said("窗口图片"))
        for path in taken:
            self.console.print(f"  {path}", highlight=False, markup=False)

    def _show(self, filed: filing.Filed, out: Path) -> Path | None:
        if filed.result is None:
            self.ok = False
            if filed.problem is not None:
                self.page.problem(problem_of(filed.problem))
            return None
        shown: FiledResult = version_result(self.session, filed.result, out / "receipts")
        self.page.filed(shown)
        self.ok = self.ok and shown.verified and shown.state == "accepted"
        return Path(shown.receipt_file) if shown.receipt_file else None

    def _correct(self, correction: Correction) -> None:
        draft = self._draft(correction.form, correction.period)
        address = correction.address
        if correction.row_key:
            address = f"{correction.form}[{_row(draft, correction.row_key)}].{address}"
        old = draft.cell(address)
        outcome = draft.type({address: correction.text})
        if outcome is not None:
            save(self.session, outcome.change).result()
        indicator, _ = draft.place(address)
        before = old.text if old else said("空")
        why = (correction.why_en if language() == "en" else correction.why) or correction.why
        name = f"{indicator.code} {indicator.words.what(language())}"
        line = told("{name}：{value}", name=name, value=f"{before} → {correction.text}  {why}")
        self.console.print(f"  {line}", highlight=False, markup=False)

    def _draft(self, form: str, period: str) -> Draft:
        return open_draft(self.session, ReturnKey(self.sample.firm, form, Period.parse(period)))


def _row(draft: Draft, key: str) -> str:
    """The id of the row whose key cell reads ``key``."""
    form = draft.form
    for row in draft.current.rows.get(form.code, ()):
        cell = draft.cell(f"{form.code}[{row}].{form.row_key}")
        if cell is not None and cell.text == key:
            return row
    raise LookupError(key)
