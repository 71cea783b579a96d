"""What restoring an enterprise would change, in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from client.ui.ground.language import told
from client.ui.ground.words import period_word
from client.usecases.safekeeping.restoring import RestorePreview, ReturnPreview
from forms.pack import Form
from forms.words import Count

SHOWN = 12
"""So many returns are told of one by one; the rest is counted."""


def changes(seen: RestorePreview) -> str:
    """All of it in one line."""
    translate = QCoreApplication.translate
    if seen.same:
        return translate("backups", "和现在一样")
    parts = []
    if seen.returns:
        parts.append(translate("backups", "{} 张报表会变").format(Count(len(seen.returns))))
    if seen.versions_lost:
        later = translate("backups", "之后报送的 {} 份会从平台取回")
        parts.append(later.format(Count(len(seen.versions_lost))))
    return translate("backups", "；").join(parts)


def details(forms: Mapping[str, Form], seen: RestorePreview) -> str:
    """A line for each return, ``forms`` by their codes."""
    lines = [_line(forms, each) for each in seen.returns[:SHOWN]]
    if (rest := len(seen.returns) - SHOWN) > 0:
        lines.append(QCoreApplication.translate("backups", "另有 {} 张报表").format(Count(rest)))
    return "\n".join(lines)


def _line(forms: Mapping[str, Form], each: ReturnPreview) -> str:
    translate = QCoreApplication.translate
    _, code, period = each.key
    form = forms.get(code)
    name = told(form.name, form.name_en) if form is not None else code
    counts = (
        (translate("backups", "补回 {} 项"), len(each.added)),
        (translate("backups", "改回 {} 项"), len(each.changed)),
        (translate("backups", "去掉 {} 项"), len(each.missing)),
    )
    what = translate("backups", "，").join(words.format(Count(number)) for words, number in counts if number)
    return translate("backups", "{}：{}").format(f"{name} · {period_word(period)}", what)
