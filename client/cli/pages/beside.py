"""Attachments, notices and prechecks, a line each."""

from __future__ import annotations

from collections.abc import Mapping

from client.cli.results.beside import AttachmentResult, DeviceResult, NoticeResult, PrecheckResult
from client.cli.results.texts import Text
from client.cli.spoken import language, said, told
from forms.words import Listed

STATES = {
    "waiting": "随下次报送送出",
    "frozen": "已冻结，等待上传",
    "uploading": "正在上传",
    "filed": "已送达",
    "taken-off": "已取下（随上一版送达）",
}

DEVICE_STATES = {
    "pending": "等待批准",
    "active": "已批准",
    "refused": "未获批准",
    "expired": "登记已过期",
    "revoked": "已停用",
}


def device_line(each: DeviceResult) -> str:
    """One line a person reads."""
    state = said(DEVICE_STATES[each.state])
    own = said("（本机）") if each.own else ""
    name = f"{each.id[:8]} {each.name}{own}"
    return told("{name}  指纹 {fingerprint}  {state}", name=name, fingerprint=each.fingerprint, state=state)


def attachment_line(each: AttachmentResult) -> str:
    """One line a person reads."""
    state = said(STATES[each.state])
    if each.state == "uploading":
        state = told("正在上传，已传 {arrived}/{whole} 字节", arrived=each.arrived, whole=each.whole)
    receipt = told("，回执 {number}", number=each.receipt_no) if each.receipt_no else ""
    kind = each.media.rpartition("/")[2].upper()
    about = told("{kind}，{size} 字节，SHA-256 {digest}…", kind=kind, size=each.size, digest=each.sha256[:16])
    name = f"{each.id[:8]} {each.name}"
    return told("{name}（{about}）{state}", name=name, about=about, state=state) + receipt


def notice_line(each: NoticeResult) -> str:
    """One line a person reads."""
    about = f" {each.form} {each.period}" if each.form else ""
    return f"{each.at[:16].replace('T', ' ')}{about} {each.text}"


def precheck_lines(each: PrecheckResult) -> list[str]:
    """What a person reads of one return."""
    name = f"{each.form} {each.period}"
    if not each.findings:
        return [told("{name}  预检未发现问题（不代表已报送）", name=name)]
    head = told("{name}  预检发现 {count} 处问题（不代表已报送）", name=name, count=len(each.findings))
    return [head, *(_finding_line(found, each.titles) for found in each.findings)]


def _finding_line(found: dict[str, str | list[str]], titles: Mapping[str, Text]) -> str:
    """In the endpoint's own words, which are Chinese; else in those of the rule."""
    title = titles.get(str(found["rule"]))
    value = title.en if title is not None and title.en and language() == "en" else found["message"]
    line = told("{name}：{value}", name=found["rule"], value=value)
    return f"  {line}" + (told("（{cells}）", cells=Listed(found["cells"])) if found["cells"] else "")
