"""Attachments, notices and prechecks, a line each."""

from __future__ import annotations

from client.cli.results.beside import AttachmentResult, DeviceResult, NoticeResult, PrecheckResult

STATES = {
    "waiting": "随下次报送送出",
    "frozen": "已冻结，等待上传",
    "uploading": "正在上传",
    "filed": "已送达",
    "taken-off": "已取下（随上一版送达）",
}


DEVICE_STATES = {
    "pending": "等待批准",
    "active": "可报送",
    "refused": "未获批准",
    "expired": "登记已过期",
    "revoked": "已停用",
}


def device_line(each: DeviceResult) -> str:
    """One line a person reads."""
    own = "（本机）" if each.own else ""
    return f"{each.id[:8]} {each.name}{own}  指纹 {each.fingerprint}  {DEVICE_STATES[each.state]}"


def attachment_line(each: AttachmentResult) -> str:
    """One line a person reads."""
    progress = f"，已传 {each.arrived}/{each.whole} 字节" if each.state == "uploading" else ""
    receipt = f"，回执 {each.receipt_no}" if each.receipt_no else ""
    kind = each.media.rpartition("/")[2].upper()
    state = STATES[each.state]
    about = f"{kind}，{each.size} 字节，SHA-256 {each.sha256[:16]}…"
    return f"{each.id[:8]} {each.name}（{about}）{state}{progress}{receipt}"


def notice_line(each: NoticeResult) -> str:
    """One line a person reads."""
    about = f" {each.form} {each.period}" if each.form else ""
    return f"{each.at[:16].replace('T', ' ')}{about} {each.text}"


def precheck_lines(each: PrecheckResult) -> list[str]:
    """What a person reads of one return."""
    if not each.findings:
        return [f"{each.form} {each.period}  预检未发现问题（不代表已报送）"]
    told = [f"{each.form} {each.period}  预检发现 {len(each.findings)} 处问题（不代表已报送）"]
    return told + [
        f"  {found['rule']}：{found['message']}（{'、'.join(found['cells'])}）" for found in each.findings
    ]
