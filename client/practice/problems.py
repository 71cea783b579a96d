"""The ways in which the endpoint says no (C11): type, status, retry class, and its words."""

from __future__ import annotations

from typing import NamedTuple

from client.protocol.faults import ProtocolFault
from client.protocol.messages import Problem, ProblemHead


class Kind(NamedTuple):
    """One row of the table."""

    status: int
    retry: str
    title: str


KINDS: dict[str, Kind] = {
    "idempotency-missing": Kind(400, "bug", "缺少 Idempotency-Key"),
    "idempotency-reused": Kind(422, "bug", "同一 Idempotency-Key 用于不同的请求"),
    "digest-mismatch": Kind(400, "R1", "内容与 Content-Digest 不符"),
    "malformed": Kind(400, "never", "请求不合规范"),
    "schema": Kind(422, "never", "请求内容与约定不符"),
    "too-large": Kind(413, "never", "内容过大"),
    "unsupported-media": Kind(415, "never", "内容类型不受支持"),
    "manifest-invalid": Kind(400, "never", "清单无效"),
    "token-expired": Kind(401, "R3", "登录已失效"),
    "use-dpop-nonce": Kind(401, "R3", "请使用新的随机数"),
    "device-pending": Kind(403, "user", "设备尚待批准"),
    "device-revoked": Kind(403, "user", "设备未登记或已停用"),
    "not-your-return": Kind(403, "user", "不是本单位的报表"),
    "unknown-return": Kind(404, "never", "没有这张报表"),
    "unknown-version": Kind(404, "proceed", "未收到这一版本"),
    "version-id-reused": Kind(409, "never", "版本号已用于其他内容"),
    "base-moved": Kind(409, "user", "已有更新的版本"),
    "period-not-open": Kind(409, "user", "报告期尚未开放"),
    "period-closed": Kind(409, "user", "报告期已截止"),
    "too-late-to-withdraw": Kind(409, "user", "已受理，不能撤回"),
    "definition-retired": Kind(409, "user", "报表制度版本已停用"),
    "attachments-incomplete": Kind(409, "R1", "附件不完整"),
    "enrolment-code-invalid": Kind(403, "user", "登记码不正确"),
    "enrolment-code-expired": Kind(403, "user", "登记码已过期"),
    "enrolment-code-used": Kind(403, "user", "登记码已使用"),
    "enrolment-code-locked": Kind(403, "user", "登记码因多次输错已锁定"),
    "in-progress": Kind(409, "R2", "同一请求还在处理"),
    "upload-offset": Kind(409, "R1", "续传的位置不一致"),
    "upload-checksum": Kind(460, "R1", "这一段在途中损坏"),
    "upload-gone": Kind(410, "R1", "上传已过期"),
    "rate-limited": Kind(429, "R2", "请求过于频繁"),
    "busy": Kind(503, "R2", "报送平台繁忙"),
    "content-unreadable": Kind(409, "never", "这一版的内容无法解封"),
    "not-found": Kind(404, "never", "没有这个地址"),
    "method-not-allowed": Kind(405, "never", "不支持这个操作"),
    "internal": Kind(500, "R1", "报送平台内部错误"),
}


class Refusal(Exception):
    """The endpoint's no; ``kind`` is a name of ``KINDS``."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        status: int | None = None,
        head: ProblemHead | None = None,
        error: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.status = status or KINDS[kind].status
        self.head = head
        self.retry_after = retry_after
        """Seconds, for ``Retry-After``."""
        self.error = error
        """The OAuth error code, for the token endpoint and ``WWW-Authenticate``."""

    def problem(self, base_url: str, instance: str) -> Problem:
        """The document that is answered."""
        known = KINDS[self.kind]
        return Problem(
            type=f"{base_url}/problems/{self.kind}",
            title=known.title,
            status=self.status,
            detail=self.detail,
            instance=instance,
            retry=known.retry,
            head=self.head,
            error=self.error,
        )


def refusal_of(fault: ProtocolFault, kind: str = "malformed") -> Refusal:
    """The refusal of a message that is not what the protocol promises: ``schema`` when only its shape is wrong."""
    if kind == "malformed" and fault.code == "protocol.wrong-shape":
        kind = "schema"
    return Refusal(kind, fault.what("zh"))
