"""Forms and receipts on paper: to be signed, sealed and kept. Paper is Chinese whatever the window speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from client.base.clock import CHINA
from client.base.errors import UserError
from client.printing.forms import Heard, paint_form
from client.printing.model import FormPaper, ReceiptPaper
from client.printing.output import write_pdf
from client.printing.receipts import paint_receipt
from client.protocol.identifiers import parse_return_key
from client.protocol.times import parse_time
from client.store import Books, StoredReceipt, Version
from client.sync.evidence import read_decision, read_receipt
from client.usecases.bureau.signatures import Signature, fresh, profile_of, signatures_of, signed_by
from client.usecases.home.session import Session
from client.usecases.returns.editing import open_draft
from client.usecases.returns.versions import heads_of, proof_of, taken_of
from client.usecases.views.paper_tables import tables, turned
from forms.pack import Form, Pack
from forms.periods import Period
from forms.returns import Return, ReturnKey

SIGNING = ("单位负责人", "统计负责人", "填表人")

DECIDED = {"accepted": "已受理", "rejected": "被退回"}
PROOF_NOTE = (
    "本页由回执文件（.jbreceipt）生成，证明效力以回执文件中的签名为准，可离线核对。"
    "二维码含回执号、报送件编号和清单摘要，不含任何填报数字。"
)


@dataclass(frozen=True)
class Signed:
    """What stands at the foot of a form: names by role, telephone, and the day it goes out."""

    people: Mapping[str, str]
    phone: str = ""
    day: str = ""
    given: tuple[Signature, ...] = ()
    """Who said in the program that the figures as they stand were prepared or reviewed, and when."""


def blank_form(pack: Pack, form: Form, period: Period) -> FormPaper:
    """A form to be filled in by hand."""
    return _paper(pack, form, period, None, ("", ""), Signed({}), "空白表")


def filled_form(session: Session, key: ReturnKey) -> FormPaper:
    """A return as it stands in the store; raises ``UserError('print.nothing')`` when nothing was entered."""
    found = session.look(key.firm, lambda books: _look(books, key, session.pack))
    if found.target is None:
        raise UserError("print.nothing", form=key.form, period=key.period)
    draft, who = open_draft(session, key), (key.firm, found.name)  # works out the computed figures too
    return _paper(draft.pack, draft.form, key.period, draft.current, who, found.signed, _mark(found))


def write_form(paper: FormPaper, path: Path, heard: Heard = lambda _at, _of: None) -> int:
    """Print into a PDF; answers the number of sheets. ``heard`` as of ``paint_form``.

    Raises ``UserError('print.not-written')``; nothing is left then, nor when ``heard`` raises.
    """
    return write_pdf(path, paper.title, lambda device: paint_form(device, paper, heard), landscape=paper.landscape)


def receipt_paper(session: Session, firm: str, version_id: str) -> ReceiptPaper:
    """The receipt of one version as a sheet; raises ``UserError('receipt.none-held')``."""

    def look(books: Books) -> tuple[StoredReceipt | None, str]:
        found, enterprise = proof_of(books, firm, version_id), books.enterprises.get(firm)
        return found[0] if found else None, enterprise.name if enterprise else ""

    held, name = session.look(firm, look)
    if held is None:
        raise UserError("receipt.none-held", version_id=version_id)
    key = parse_return_key(read_receipt(held).return_key)
    return _receipt(held, key, name, session.forms[key.form].name)


def receipt_of(session: Session, key: ReturnKey) -> ReceiptPaper:
    """The receipt of a return's newest version, whichever computer filed it.

    Raises ``UserError('print.no-receipt')``.
    """
    firm = key.firm

    def look(books: Books) -> str | None:
        found = taken_of(books, firm).get(key) or heads_of(books, firm).get(key)
        return found.version_id if found and proof_of(books, firm, found.version_id) else None

    version_id = session.look(firm, look)
    if version_id is None:
        raise UserError("print.no-receipt", form=key.form, period=key.period)
    return receipt_paper(session, firm, version_id)


def write_receipt(paper: ReceiptPaper, path: Path) -> int:
    """Print into a PDF; raises ``UserError('print.not-written')``."""
    return write_pdf(path, paper.title, lambda device: paint_receipt(device, paper))


@dataclass(frozen=True)
class _Found:
    target: Return | None
    name: str
    signed: Signed
    head: Version | None
    edited: bool
    receipt_no: str


def _look(books: Books, key: ReturnKey, pack: Pack) -> _Found:
    target = books.returns.get(key)
    enterprise = books.enterprises.get(key.firm)
    profile = profile_of(books, key.firm, pack)
    phone = profile.cells.get(pack.profile.phone) if profile else None
    head = heads_of(books, key.firm).get(key) if target else None
    held = books.receipts.get(head.version_id) if head else None
    edited = head is not None and books.returns.last_change(key) > head.change_seq
    day = parse_time(head.created_at).astimezone(CHINA).date() if head and not edited else None
    signed = Signed(
        signed_by(books, target, pack) if target else {},
        phone.text if phone else "",
        f"{day.year}年{day.month}月{day.day}日" if day else "",
        fresh(signatures_of(books, key)),
    )
    return _Found(target, enterprise.name if enterprise else "", signed, head, edited, held.number if held else "")


def _mark(found: _Found) -> str:
    """What ties the sheet to what was filed; a draft says that it is one."""
    if found.head is None or found.edited:
        return "草稿：这些数字尚未报送" if found.head is None else "草稿：报送之后又改过，改动尚未报送"
    digest = found.head.manifest_sha256[:16]
    if not found.receipt_no:
        return f"已生成报送件，尚无回执　摘要 {digest}"
    return f"与报送件一致　回执号 {found.receipt_no}　摘要 {digest}"


def _paper(
    pack: Pack,
    form: Form,
    period: Period,
    target: Return | None,
    enterprise: tuple[str, str],
    signed: Signed,
    mark: str,
) -> FormPaper:
    firm, name = enterprise
    year, _, month = pack.valid_to.partition("-")
    asked = pack.profile.people
    people = [(role, signed.people.get(role, "")) for role in SIGNING if role in asked]
    if pack.profile.phone:
        people.append(("联系电话", signed.phone))
    return FormPaper(
        title=form.name,
        left=(f"统一社会信用代码：{firm}", f"单位详细名称：{name}", f"报告期：{_period(period)}"),
        right=tuple(
            text
            for text in (
                f"表　　号：{form.table_no}" if form.table_no else "",
                f"制定机关：{pack.authority}",
                f"文　　号：{pack.document_no}" if pack.document_no else "",
                f"有效期至：{year}年{int(month)}月",
                f"计量单位：{form.unit}" if form.unit else "",
            )
            if text
        ),
        tables=tables(pack, form, period, target),
        people=(*people, ("报出日期", signed.day)),
        notes=tuple(note for note in (_when_due(form, period), _when_signed(signed.given)) if note),
        mark=mark,
        landscape=form.shape == "rows",
    )


def _period(period: Period) -> str:
    return f"{period.year}年度" if period.kind == "year" else period.label()


def _when_due(form: Form, period: Period) -> str:
    due = form.deadline(period)
    beside = "　各栏记录并列，每张表最多四条，依次接排。" if turned(form) else ""
    return f"说明：本表 {due.year}年{due.month}月{due.day}日前报送。金额填整数的，以计量单位四舍五入。{beside}"


def _when_signed(given: tuple[Signature, ...]) -> str:
    told = (f"{each.role} {each.name} {_minute(each.moment)}" for each in given)
    return f"签署记录：{'；'.join(told)}。" if given else ""


def _minute(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def _receipt(held: StoredReceipt, key: ReturnKey, name: str, form: str) -> ReceiptPaper:
    receipt, decision = read_receipt(held), read_decision(held)
    practice = receipt.env != "prod"
    timely = "按时" if receipt.timeliness == "on_time" else "逾期"
    return ReceiptPaper(
        title="统计报表报送回执" + ("（练习）" if practice else ""),
        facts=(
            ("回执号", receipt.receipt_no),
            ("单位名称", name),
            ("统一社会信用代码", key.firm),
            ("报表", f"{form}（{key.form}）"),
            ("报告期", _period(key.period)),
            ("送达时间", f"{_moment(receipt.received_at)}　{timely}"),
            ("受理情况", DECIDED[decision.state] if decision else "尚未作出决定"),
        ),
        proof=(
            ("报送件编号", receipt.version_id),
            ("清单摘要", receipt.manifest_sha256),
            ("密封件摘要", receipt.sealed_sha256),
            ("回执日志", f"{receipt.log_id} 第 {receipt.seq} 条"),
        ),
        code=f"JIBAO1 {receipt.receipt_no} {receipt.version_id} {receipt.manifest_sha256}",
        note=PROOF_NOTE,
        mark="练习平台出具，不代表已向主管部门报送" if practice else "",
    )


def _moment(text: str) -> str:
    at = parse_time(text).astimezone(CHINA)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}"
