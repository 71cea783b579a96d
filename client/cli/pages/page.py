"""Print an answer as a page a person can read."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from client.cli.pages.batch import show_batch, show_files
from client.cli.pages.beside import attachment_line, device_line, notice_line, precheck_lines
from client.cli.pages.history import show_audit, show_events
from client.cli.pages.keeping import show_restored, show_salvaged
from client.cli.pages.pack import show_pack
from client.cli.pages.records import LEVEL_NAMES, LEVEL_STYLES, show_records
from client.cli.results.answer import Result
from client.cli.results.checking import FindingResult, ProposalResult, ReturnResult
from client.cli.results.filing import FetchedResult, FiledResult, PromiseResult
from client.cli.results.importing import WorkbookResult
from client.cli.results.texts import Problem
from client.cli.spoken import language
from client.usecases.returns.states import state_name

BRIEF = frozenset({"submit", "sync", "status"})
"""Commands that tell where each return stands; ``check`` tells what was found in it."""

EMPTY = {"notices": "没有通知", "attachment list": "没有附件", "precheck": "没有可以预检的报表"}
"""What is said instead of an empty list."""

SHOWN_LINES = 12
"""So many taken values are listed for a person; ``--json`` has them all."""


class Page:
    """Prints the parts of an answer in the order a person asks for them."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def show(self, result: Result) -> None:
        """Everything the answer holds."""
        self.checked(result)
        if result.endpoint is not None and result.endpoint.env != "prod":
            self.console.print(f"[magenta]练习环境[/]：{escape(result.endpoint.name)}，数据不会送到主管部门。")
        for warning in result.endpoint.warnings if result.endpoint else ():
            self.console.print(f"[yellow]注意[/] {escape(warning.what.zh)}。{escape(warning.remedy.zh)}")
        self.versions(result)
        if result.command == "history":
            show_events(self.console, result.history)
        self.beside(result)
        self.kept(result)
        if result.receipt is not None:
            self.console.print(result.receipt.what.zh, highlight=False, markup=False)
        for promise in result.promises:
            self.promise(promise)
        for name, value in result.details.items():
            self.console.print(f"{name}：{value}", highlight=False, markup=False)
        for path in result.files:
            self.console.print(f"已写出 {path}", highlight=False, markup=False)
        for problem in result.problems:
            self.problem(problem)

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
        if not lines and result.command in EMPTY:
            lines = [EMPTY[result.command]]
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
            self.console.print(f"{result.period} 还不完整", style="bold")
        for _, demand in groupby(result.lacking, key=lambda each: each.rule):
            self.demand([*demand])
        if result.pack is not None:
            show_pack(self.console, result.command, result.pack)
        if result.records is not None:
            show_records(self.console, result.records)
        for line in result.totals:
            told = f"{line.name}：{line.total or '—'} {line.unit}（{len(line.parts)} 家）"
            told = f"  {line.form} {line.address} {told}"
            self.console.print(told, highlight=False, markup=False)

    def workbook(self, book: WorkbookResult) -> None:
        """Sheets, the first values taken, and everything that was not."""
        table = Table(title=f"工作簿 {escape(book.file)}", title_justify="left")
        for heading in ("工作表", "行数", "识别为", "报告期", "单位", "取数"):
            table.add_column(heading)
        for sheet in book.sheets:
            form = "、".join(sheet.forms) or "未取用"
            table.add_row(
                escape(sheet.name), str(sheet.rows), form, sheet.period or "", sheet.unit or "", str(sheet.taken)
            )
        self.console.print(table)
        for line in book.lines[:SHOWN_LINES]:
            old = f"（原 {line.old}）" if line.old else ""
            ending = "（上年同期）" if line.address.endswith("@ly") else ""
            whose = " ".join(filter(None, (line.form, line.row, f"{line.name}{ending}")))
            self.console.print(
                f"  {whose}：{line.new} {line.unit}{old} ← {line.place}",
                highlight=False,
                markup=False,
            )
        if len(book.lines) > SHOWN_LINES:
            self.console.print(f"  …… 共 {len(book.lines)} 个数值")
        for warning in book.warnings:
            self.console.print(f"  [yellow]注意[/] {escape(warning.zh)}")
        if book.left:
            self.console.print(f"[yellow]没有取用的内容（{len(book.left)} 处）：[/]")
        for left in book.left:
            place = left.sheet + (f" 第 {left.row} 行" if left.row else "")
            place += f" {left.column} 列" if left.column else ""
            self.console.print(f"  {place} {left.label}：{left.why.zh}", highlight=False, markup=False)

    def target(self, target: ReturnResult, *, brief: bool = False) -> None:
        """One return: its state, then (unless ``brief``) each finding in words and numbers."""
        state = state_name(target.state)
        counts = target.counts
        self.console.print(
            Styled.assemble(
                (f"{target.form} {target.form_name} {target.period}", "bold"),
                f"  {state}  强制 {counts.error} · 核实 {counts.query} · 提示 {counts.hint}",
            )
        )
        for finding in () if brief else target.findings:
            self.finding(finding)
        for proposal in target.proposals[:1]:
            self.proposal(proposal)

    def proposal(self, proposal: ProposalResult) -> None:
        """The likeliest slip: which cell, from what to what, and why."""
        cells = "；".join(
            f"{cell['name']} {cell['old'] or '空'} → {cell['new'] or '？'}" for cell in proposal.cells
        )
        self.console.print(Styled.assemble(("  可能的原因", "bold green"), f" {cells}"))
        for words in proposal.evidence:
            self.console.print(Padding(Styled(words.zh), (0, 0, 0, 6)))

    def demand(self, found: list[FindingResult]) -> None:
        """What a period as a whole lacks by one demand: the words once, then every place."""
        words, style = found[0], LEVEL_STYLES[found[0].level]
        named = "、".join(f"{each.title.zh}（{each.period}）" for each in found)
        level = LEVEL_NAMES[words.level]
        self.console.print(Styled.assemble((f"  {level} {words.rule}", style), f" {words.expected.zh}"))
        for line in (named, words.remedy.zh):
            self.console.print(Padding(Styled(line), (0, 0, 0, 6)))

    def finding(self, finding: FindingResult) -> None:
        """Level and rule, what should hold, what is there, what to do."""
        style = LEVEL_STYLES[finding.level]
        undecided = "（无法判断）" if finding.outcome == "undecided" else ""
        mark = "（已说明）" if finding.explained else ""
        self.console.print(
            Styled.assemble(
                (f"  {LEVEL_NAMES[finding.level]} {finding.rule}", style), f" {finding.title.zh}{undecided}{mark}"
            )
        )
        for words in (finding.expected.zh, finding.actual.zh, finding.reason.zh, finding.remedy.zh):
            if words:
                self.console.print(Padding(Styled(words), (0, 0, 0, 6)))

    def filed(self, filed: FiledResult) -> None:
        """Receipt number and state, or why it was not filed."""
        state = state_name(filed.state)
        self.console.print(Styled.assemble((f"{filed.form} {filed.period}", "bold"), f"  {state}"))
        if filed.receipt_no:
            checked = "签名验证通过" if filed.verified else "签名未通过验证"
            self.console.print(
                f"  回执 {filed.receipt_no}，收到时间 {filed.received_at}，{checked}", highlight=False
            )
        if filed.promised_until:
            told = f"  已向报送平台作出承诺：在 {filed.promised_until[:16].replace('T', ' ')} 前送达即为按时"
            self.console.print(told, highlight=False, markup=False)
        if filed.receipt_file:
            self.console.print(f"  回执文件 {filed.receipt_file}", highlight=False, markup=False)
        for remark in filed.returned:
            told = f"  退回意见 {remark.get('rule')}：{'、'.join(remark.get('cells', []))}"
            self.console.print(told, highlight=False, markup=False)
        if filed.note:
            self.console.print(f"  主管部门附言：{filed.note}", highlight=False, markup=False)
        if filed.problem is not None:
            self.problem(filed.problem)

    def fetched(self, fetched: FetchedResult) -> None:
        """What another computer filed: taken in, beside one's own, or why it could not be had."""
        place = f"{fetched.form} {fetched.period}"
        if fetched.problem is not None:
            self.console.print(f"{place}  没有取回另一台电脑报送的版本", highlight=False, markup=False)
            self.problem(fetched.problem)
            return
        at = (fetched.received_at or "")[:16].replace("T", " ")
        told = "报送的版本已取回" if fetched.outcome == "taken" else "报送的与本机数据不同，请逐项比较（merge）"
        if fetched.kind == "withdrawal":
            told = "撤回了报送的版本，本机数据不变"
        self.console.print(f"{place}  {fetched.device} {at} {told}", highlight=False, markup=False)
        if fetched.receipt_file:
            self.console.print(f"  回执文件 {fetched.receipt_file}", highlight=False, markup=False)

    def promise(self, told: PromiseResult) -> None:
        """One promise of the protocol, and what came instead if it is broken."""
        mark = {"kept": "[green]✓[/]", "broken": "[red]✗[/]"}.get(told.verdict, "[yellow]–[/]")
        said = f" [red]{escape(told.said)}[/]" if told.said else ""
        self.console.print(f"{mark} {escape(told.name)}  {escape(told.promise)}{said}", highlight=False)

    def problem(self, problem: Problem) -> None:
        """What happened and what to do, with the code support staff ask for."""
        what, remedy = problem.what.told(language()), problem.remedy.told(language())
        self.console.print(Styled.assemble((what, "bold red"), (f"  [{problem.code}]", "dim")))
        if remedy:
            self.console.print(f"  {remedy}", highlight=False, markup=False)
