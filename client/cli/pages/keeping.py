"""Restores and salvages for a person."""

from __future__ import annotations

from rich.console import Console

from client.cli.results.keeping import RestoredResult, SalvagedResult
from client.cli.spoken import said, told
from forms.words import Listed


def show_restored(console: Console, restored: RestoredResult) -> None:
    """What changes, return by return."""
    head = said("已恢复") if restored.done else said("恢复后会变的")
    name = f"{restored.enterprise} {restored.name}"
    console.print(told("{name}：{value}", name=name, value=head), style="bold", highlight=False, markup=False)
    for each in restored.returns:
        added, changed, missing = len(each.added), len(each.changed), len(each.missing)
        counts = {"added": added, "changed": changed, "missing": missing}
        _line(console, "{key}：找回 {added} 格，改回 {changed} 格，失去 {missing} 格", key=each.key, **counts)
    if not restored.returns:
        _line(console, "各报表的单元格没有差别")
    if restored.versions_lost:
        count = len(restored.versions_lost)
        _line(console, "备份之后报送的 {count} 个版本要用 sync 从报送平台取回", count=count)


def show_salvaged(console: Console, saved: SalvagedResult) -> None:
    """What was saved, and every cell that wants a look."""
    stood = told("以备份 {name} 为底", name=saved.backup) if saved.backup else said("没有可用的备份")
    words = {"firm": saved.enterprise, "stood": stood, "done": saved.replayed, "lost": len(saved.lost)}
    head = told("{firm}：{stood}，补做 {done} 步，读不出 {lost} 步", **words)
    console.print(head, style="bold", highlight=False, markup=False)
    for key, addresses in saved.mended.items():
        _line(console, "{key}：{count} 格取自损坏文件里最后的内容", key=key, count=len(addresses))
    for key, addresses in saved.uncertain.items():
        _line(console, "{key}：请核对 {cells}", key=key, cells=Listed(addresses) if addresses else said("全部"))
    for key, names in saved.files.items():
        _line(console, "{key}：附件读不出，请重新附上 {files}", key=key, files=Listed(names))


def _line(console: Console, words: str, **places: object) -> None:
    console.print(f"  {told(words, **places)}", highlight=False, markup=False)
