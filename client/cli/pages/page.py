"""Print an answer as a page a person can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from client.cli.pages.batch import place_of, show_batch, show_files
from client.cli.pages.beside import attachment_line, device_line, notice_line, precheck_lines
from client.cli.pages.details import show_details
from client.cli.pages.history import show_audit, show_events
from client.cli.pages.keeping import show_restored, show_salvaged
from client.cli.pages.merging import show_merge
from client.cli.pages.pack import show_pack
from client.cli.pages.profiles import show_profiles
from client.cli.pages.publishing import show_repository
from client.cli.pages.records import LEVEL_NAMES, LEVEL_STYLES, show_records
from client.cli.results.answer import Result
from client.cli.results.checking import FindingResult, ProposalResult, ReturnResult
from client.cli.results.filing import FetchedResult, FiledResult, PromiseResult
from client.cli.results.importing import LineResult, WorkbookResult
from client.cli.results.texts import Problem, Text
from client.cli.spoken import in_force, language, said, told, unit_shown
from client.usecases.returns.states import state_name
from forms.words import Listed

BRIEF = frozenset({"submit", "sync", "status"})
"""Commands that tell where each return stands; ``check`` tells what was found in it."""

EMPTY = {
    "notices": "没有通知",
    "attachment list": "没有附件",
    "precheck": "没有可以预检的报表",
    "batch list": "没有批次",
    "profile list": "没有记住的对应关系",
    "practice-faults": "没有故障",
    "history": "没有记录",
}
"""What is said instead of an empty list."""

SHOWN_LINES = 12
"""So many taken values are listed for a person; ``--json`` has them all."""
SHOWN_OF_A_KIND = 20
"""So many findings of one rule and name in one return; a list of thousands of lines may have as many alike."""


def _first_of_each(findings: Sequence[FindingResult]) -> Iterator[tuple[FindingResult, int]]:
    """The first findings of one rule and name, in their order; with the last of them how many more there are."""
    counts, told_of = Counter(map(_kind, findings)), Counter[tuple[str, str]]()
    for finding in findings:
        told_of[_kind(finding)] += 1
        number = told_of[_kind(finding)]
        if number <= SHOWN_OF_A_KIND:
            yield finding, counts[_kind(finding)] - number if number == SHOWN_OF_A_KIND else 0


def _kind(finding: FindingResult) -> tuple[str, str]:
    return finding.rule, in_force(finding.title)


class Page:
    """Prints the parts of an answer in the order a person asks for them."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def show(self, result: Result) -> None:
        """Everything the answer holds."""
        self.checked(result)
        if result.endpoint is not None and result.endpoint.env != "prod":
            words = told("练习环境：{name}，数据不会送到主管部门。", name=result.endpoint.name)
            self.console.print(words, style="magenta", highlight=False, markup=False)
        for warning in result.endpoint.warnings if result.endpoint else ():
            self.warning(told("{what}。{remedy}", what=in_force(warning.what), remedy=in_force(warning.remedy)))
        self.versions(result)
        if result.command == "history":
            show_events(self.console, result.history)
        self.beside(result)
        self.kept(result)
        if result.receipt is not None:
            self.console.print(in_force(result.receipt.what), highlight=False, markup=False)
        for promise in result.promises:
            self.promise(promise)
        if result.merge is not None:
            show_merge(self.console, result.merge)
        show_profiles(self.console, result.profiles)
        if result.repository is not None:
            show_repository(self.console, result.repository)
        show_details(self.console, result)
        for path in result.files:
            self.console.print(told("已写出 {path}", path=path), highlight=False, markup=False)
        for problem in result.problems:
            self.problem(problem)

    def warning(self, words: str) -> None:
        """What should be known although all went well."""
        self.console.print(Styled.assemble((said("注意"), "yellow"), f" {words}"))

    def versions(self, result: Result) -> None:
        """What was filed here, and what another computer filed."""
        for filed in result.filed:
            self.filed(filed)
        for fetched in result.fetched:
            self.fetched(fetched)

    def beside(self, result: Result) -> None:
        """Attachments, notices, devices, prechecks."""
        lines = [attachment_line(each) for each in result.attachments]
        lines += [notice_line(each) for each in result.notices]
        lines += [device_line(each) for each in result.devices]
        lines += [line for each in result.prechecked for line in precheck_lines(each)]
        anything = lines or result.history or result.batches or result.profiles or result.details
        if not anything and result.command in EMPTY:
            lines = [said(EMPTY[result.command])]
        for line in lines:
            self.console.print(line, highlight=False, markup=False)

    def kept(self, result: Result) -> None:
        """What looks after the data answers: audits and restores."""
        for audit in result.audits:
            show_audit(self.console, audit)
        for restored in result.restored:
            show_restored(self.console, restored)
        if result.salvaged is not None:
            show_salvaged(self.console, result.salvaged)

    def checked(self, result: Result) -> None:
        """What was read and what the rules say of it."""
        for book in result.workbooks:
            self.workbook(book)
        show_files(self.console, result.imported)
        for batch in result.batches:
            show_batch(self.console, batch)
        for target in result.returns:
            self.target(target, brief=result.command in BRIEF)
        if result.lacking:
            self.console.print(told("{period} 还不完整", period=result.period), style="bold")
        for _, demand in groupby(result.lacking, key=lambda each: each.rule):
            self.demand([*demand])
        if result.pack is not None:
            show_pack(self.console, result.command, result.pack)
        if result.records is not None:
            show_records(self.console, result.records)
        for line in result.totals:
            name, total = (
                f"{line.form} {line.address} {in_force(line.name)}",
                f"{line.total or '—'} {unit_shown(line.unit)}",
            )
            words = told("{name}：{total}（{count} 家）", name=name, total=total, count=len(line.parts))
            self.console.print(f"  {words}", highlight=False, markup=False)

    def workbook(self, book: WorkbookResult) -> None:
        """Sheets, the first values taken, and everything that was not."""
        table = Table(title=escape(told("工作簿 {file}", file=book.file)), title_justify="left")
        for heading in ("工作表", "行数", "识别为", "报告期", "单位", "取数"):
            table.add_column(said(heading))
        for sheet in book.sheets:
            form = Listed(sheet.forms).what(language()) or said("未取用")
            told_of = (
                sheet.name,
                str(sheet.rows),
                form,
                sheet.period or "",
                unit_shown(sheet.unit or ""),
                str(sheet.taken),
            )
            table.add_row(*map(escape, told_of))
        self.console.print(table)
        for line in book.lines[:SHOWN_LINES]:
            self.console.print(f"  {_line(line)}", highlight=False, markup=False)
        if len(book.lines) > SHOWN_LINES:
            self.console.print("  " + told("…… 共 {count} 个数值", count=len(book.lines)))
        for warning in book.warnings:
            self.console.print(Styled.assemble(("  " + said("注意"), "yellow"), f" {in_force(warning)}"))
        if book.left:
            self.console.print(told("没有取用的内容（{count} 处）：", count=len(book.left)), style="yellow")
        for left in book.left:
            words = told("{name}：{value}", name=place_of(left), value=in_force(left.why))
            self.console.print(f"  {words}", highlight=False, markup=False)

    def target(self, target: ReturnResult, *, brief: bool = False) -> None:
        """One return: its state, then (unless ``brief``) each finding in words and numbers."""
        state, counts = said(state_name(target.state)), target.counts
        if target.emptied:
            state = told("{state}，后来已全部清空", state=state)
        numbers = told(
            "强制 {error} · 核实 {query} · 提示 {hint}", error=counts.error, query=counts.query, hint=counts.hint
        )
        name = f"{target.form} {in_force(target.form_name)} {target.period}"
        self.console.print(Styled.assemble((name, "bold"), f"  {state}  {numbers}"))
        for finding, more in () if brief else _first_of_each(target.findings):
            self.finding(finding)
            if more:
                self.console.print("    " + told("…… 这样的还有 {count} 处，--json 列出全部", count=more))
        for proposal in target.proposals[:1]:
            self.proposal(proposal)

    def proposal(self, proposal: ProposalResult) -> None:
        """The likeliest slip: which cell, from what to what, and why."""
        cells = Listed(map(_change, proposal.cells))
        self.console.print(
            Styled.assemble((f"  {said('可能的原因')}", "bold green"), f" {cells.what(language())}")
        )
        for evidence in proposal.evidence:
            self.console.print(Padding(Styled(in_force(evidence)), (0, 0, 0, 6)))

    def demand(self, found: list[FindingResult]) -> None:
        """What a period as a whole lacks by one demand: the words once, then every place."""
        words, style = found[0], LEVEL_STYLES[found[0].level]
        places = [told("{name}（{period}）", name=in_force(each.title), period=each.period) for each in found]
        named = Listed(places).what(language())
        level = said(LEVEL_NAMES[words.level])
        self.console.print(Styled.assemble((f"  {level} {words.rule}", style), f" {in_force(words.expected)}"))
        for line in (named, in_force(words.remedy)):
            self.console.print(Padding(Styled(line), (0, 0, 0, 6)))

    def finding(self, finding: FindingResult) -> None:
        """Level and rule, what should hold, what is there, what to do."""
        style = LEVEL_STYLES[finding.level]
        undecided = said("（无法判断）") if finding.outcome == "undecided" else ""
        mark = said("（已说明）") if finding.explained else ""
        level = f"  {said(LEVEL_NAMES[finding.level])} {finding.rule}"
        title = f" {in_force(finding.title)}{undecided}{mark}"
        self.console.print(Styled.assemble((level, style), title))
        for words in map(in_force, (finding.expected, finding.actual, finding.reason, finding.remedy)):
            if words:
                self.console.print(Padding(Styled(words), (0, 0, 0, 6)))

    def filed(self, filed: FiledResult) -> None:
        """Receipt number and state, or why it was not filed."""
        state = said(state_name(filed.state))
        self.console.print(Styled.assemble((f"{filed.form} {filed.period}", "bold"), f"  {state}"))
        if filed.receipt_no:
            signed = said("签名验证通过") if filed.verified else said("签名未通过验证")
            words = {"number": filed.receipt_no, "at": filed.received_at, "signed": signed}
            self._line("回执 {number}，收到时间 {at}，{signed}", **words)
        if filed.promised_until:
            until = filed.promised_until[:16].replace("T", " ")
            self._line("已向报送平台作出承诺：在 {until} 前送达即为按时", until=until)
        if filed.receipt_file:
            self._line("回执文件 {path}", path=filed.receipt_file)
        for remark in filed.returned:
            self._line("退回意见 {rule}：{cells}", rule=remark.get("rule"), cells=Listed(remark.get("cells", [])))
        if filed.note:
            self._line("主管部门附言：{note}", note=filed.note)
        if filed.problem is not None:
            self.problem(filed.problem)

    def fetched(self, fetched: FetchedResult) -> None:
        """What another computer filed: taken in, beside one's own, or why it could not be had."""
        place = f"{fetched.form} {fetched.period}"
        if fetched.problem is not None:
            words = told("{place}  没有取回另一台电脑报送的版本", place=place)
            self.console.print(words, highlight=False, markup=False)
            self.problem(fetched.problem)
            return
        at = (fetched.received_at or "")[:16].replace("T", " ")
        words = "{place}  {device} {at} 报送的版本已取回"
        if fetched.kind == "withdrawal":
            words = "{place}  {device} {at} 撤回了报送的版本，本机数据不变"
        elif fetched.outcome != "taken":
            words = "{place}  {device} {at} 报送的与本机数据不同，请逐项比较（merge）"
        line = told(words, place=place, device=fetched.device, at=at)
        self.console.print(line, highlight=False, markup=False)
        if fetched.receipt_file:
            self._line("回执文件 {path}", path=fetched.receipt_file)

    def promise(self, asked: PromiseResult) -> None:
        """One promise of the protocol, and what came instead if it is broken."""
        mark = {"kept": "[green]✓[/]", "broken": "[red]✗[/]"}.get(asked.verdict, "[yellow]–[/]")
        came = f" [red]{escape(asked.said)}[/]" if asked.said else ""
        self.console.print(f"{mark} {escape(asked.name)}  {escape(asked.promise)}{came}", highlight=False)

    def problem(self, problem: Problem) -> None:
        """What happened and what to do, with the code support staff ask for."""
        what, remedy = in_force(problem.what), in_force(problem.remedy)
        self.console.print(Styled.assemble((what, "bold red"), (f"  [{problem.code}]", "dim")))
        if remedy:
            self.console.print(f"  {remedy}", highlight=False, markup=False)

    def _line(self, words: str, **places: object) -> None:
        self.console.print(f"  {told(words, **places)}", highlight=False, markup=False)


def _line(line: LineResult) -> str:
    """A value taken from a workbook: whose, what it was before, and from where."""
    old = told("（原 {old}）", old=line.old) if line.old else ""
    ending = said("（上年同期）") if line.address.endswith("@ly") else ""
    whose = " ".join(filter(None, (line.form, line.row, f"{in_force(line.name)}{ending}")))
    return told("{name}：{value}", name=whose, value=f"{line.new} {unit_shown(line.unit)}{old} ← {line.place}")


def _change(cell: dict[str, str]) -> str:
    """A cell of a proposal: what stands there, and what should where that is known."""
    name = in_force(Text(zh=cell["name"], en=cell["name_en"]))
    return f"{name} {cell['old'] or said('空')} → {cell['new'] or '?'}"
