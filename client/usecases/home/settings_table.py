"""Every setting, declared once: pages, command line, help and tests are made from this table."""

from __future__ import annotations

from typing import Literal

import msgspec

from forms.values.units import unit_words
from forms.words import Words

Value = str | int | bool
Kind = Literal["choice", "switch", "number", "text", "folder", "file"]


class Setting(msgspec.Struct, frozen=True):
    """One thing a person may choose. ``choices`` are value and words; ``least`` and ``most`` bound a number.

    ``when`` names another setting and the value it must have for this one to count. ``look`` ones are wanted
    before the home is open and are no secret: they are kept readable beside it as well. ``hint`` stands in the
    place of words as long as there are none.
    """

    key: str
    kind: Kind
    default: Value
    label: Words
    help: Words
    choices: tuple[tuple[Value, Words], ...] = ()
    least: int = 0
    most: int = 0
    unit: Words = Words("", "")
    when: tuple[str, Value] | None = None
    look: bool = False
    hint: Words = Words("", "")

    @property
    def group(self) -> str:
        return self.key.partition(".")[0]


GROUPS: dict[str, Words] = {
    "display": Words("显示", "Display"),
    "reminders": Words("提醒", "Reminders"),
    "network": Words("网络", "Network"),
    "security": Words("安全", "Security"),
    "backup": Words("备份", "Backup"),
    "updates": Words("更新", "Updates"),
}
"""The groups in the order they are shown."""

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "display.language",
        "choice",
        "zh",
        Words("语言", "Language"),
        Words("界面、报表和审核说明的语言，立即生效。", "Of the window, forms and checks. Takes effect at once."),
        choices=(("zh", Words("简体中文", "简体中文")), ("en", Words("English", "English"))),
        look=True,
    ),
    Setting(
        "display.theme",
        "choice",
        "system",
        Words("颜色", "Colours"),
        Words("跟随系统，或固定为浅色、深色。", "Follow the system, or always light or dark."),
        choices=(
            ("system", Words("跟随系统", "Follow the system")),
            ("light", Words("浅色", "Light")),
            ("dark", Words("深色", "Dark")),
        ),
        look=True,
    ),
    Setting(
        "display.contrast",
        "switch",
        False,
        Words("高对比度", "High contrast"),
        Words("线条和文字更黑白分明。", "Stronger lines and letters."),
        look=True,
    ),
    Setting(
        "display.font_size",
        "choice",
        100,
        Words("字号", "Text size"),
        Words("窗口里一切随字号放大。", "Scales everything in the window."),
        choices=tuple((size, Words(f"{size} %", f"{size} %")) for size in (90, 100, 115, 130, 150, 175)),
        look=True,
    ),
    Setting(
        "display.unit",
        "choice",
        "own",
        Words("金额单位", "Unit of amounts"),
        Words("只影响显示；保存和报送总用报表规定的单位。", "Display only; the form's own unit is filed."),
        choices=(
            ("own", Words("按报表规定", "As the form says")),
            ("元", unit_words("元")),
            ("千元", unit_words("千元")),
            ("万元", unit_words("万元")),
            ("亿元", unit_words("亿元")),
        ),
    ),
    Setting(
        "reminders.tray",
        "switch",
        True,
        Words("截止前在系统托盘提醒", "Remind from the system tray"),
        Words("程序开着时，在右下角提醒快到期的报表。", "While the program is open, reminds you of what is due."),
    ),
    Setting(
        "reminders.days",
        "number",
        3,
        Words("提前天数", "Days ahead"),
        Words("离截止还有这么多天时开始提醒。", "How long before the deadline reminders begin."),
        least=0,
        most=30,
        unit=Words("天", "days"),
        when=("reminders.tray", True),
    ),
    Setting(
        "network.proxy",
        "choice",
        "system",
        Words("代理服务器", "Proxy"),
        Words("通常跟随系统即可。", "Following the system is usually right."),
        choices=(
            ("system", Words("跟随系统", "Follow the system")),
            ("none", Words("不用代理", "None")),
            ("manual", Words("手工填写", "Manual")),
        ),
    ),
    Setting(
        "network.proxy_url",
        "text",
        "",
        Words("代理地址", "Proxy address"),
        Words("例如 http://proxy.example.com:8080", "For example http://proxy.example.com:8080"),
        when=("network.proxy", "manual"),
        hint=Words("http://主机:端口", "http://host:port"),
    ),
    Setting(
        "network.poll_minutes",
        "choice",
        15,
        Words("自动收取通知", "Check for notices"),
        Words(
            "程序开着时，每隔这么久问一次通知；报送后的审核结果随时跟进，未送到的接着送。",
            "While the program is open: how often to fetch notices and results, and resend what is still waiting.",
        ),
        choices=(
            *((each, Words(f"每 {each} 分钟", f"every {each} minutes")) for each in (5, 15, 30, 60)),
            (0, Words("不自动", "Never automatically")),
        ),
    ),
    Setting(
        "security.lock_minutes",
        "choice",
        0,
        Words("闲置锁定", "Lock when idle"),
        Words(
            "这么久没有操作就锁定窗口，凭口令或登录密码打开。",
            "Your passphrase, or the password of your account, unlocks it.",
        ),
        choices=(
            (0, Words("不锁定", "Never")),
            *((each, Words(f"{each} 分钟", f"{each} minutes")) for each in (5, 10, 15, 30, 60)),
        ),
    ),
    Setting(
        "backup.folder",
        "folder",
        "",
        Words("另存备份的文件夹", "Second backup folder"),
        Words(
            "备份自动在本机做，也写一份到这里，最好是另一块磁盘或 U 盘。",
            "Backups are automatic; a second copy goes here, ideally another disk or a USB stick.",
        ),
        hint=Words("不另存", "No second copy"),
    ),
    Setting(
        "updates.automatic",
        "switch",
        True,
        Words("自动检查更新", "Check for updates"),
        Words(
            "在后台检查制度和程序的新版本；程序在退出时安装，制度换版由您确认。",
            "In the background. A new program installs when you close it; definitions wait for your approval.",
        ),
    ),
    Setting(
        "updates.source",
        "text",
        "",
        Words("更新来源", "Update source"),
        Words(
            "通常留空，从主管部门的报送平台取；也可填单位内的文件夹或 https 地址，签名照样核对。",
            "Usually blank: the authority's endpoint. A folder or https address also works; all is verified.",
        ),
        hint=Words("主管部门的报送平台", "The authority's endpoint"),
    ),
)

BY_KEY: dict[str, Setting] = {setting.key: setting for setting in SETTINGS}
