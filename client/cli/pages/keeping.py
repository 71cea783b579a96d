"""Restores and salvages for a person."""

from __future__ import annotations

from rich.console import Console

from client.cli.results.keeping import RestoredResult, SalvagedResult


def show_restored(console: Console, restored: RestoredResult) -> None:
    """What changes, return by return."""
    head = f"{restored.enterprise} {restored.name}：{'已恢复' if restored.done else '恢复后会变的'}"
    console.print(head, style="bold", highlight=False, markup=False)
    for each in restored.returns:
        counts = f"找回 {len(each.added)} 格，改回 {len(each.changed)} 格，失去 {len(each.missing)} 格"
        console.print(f"  {each.key}：{counts}", highlight=False, markup=False)
    if not restored.returns:
        console.print("  各报表的单元格没有差别", highlight=False, markup=False)
    if restored.versions_lost:
        count = len(restored.versions_lost)
        console.print(f"  备份之后报送的 {count} 个版本要用 sync 从报送平台取回", highlight=False, markup=False)


def show_salvaged(console: Console, saved: SalvagedResult) -> None:
    """What was saved, and every cell that wants a look."""
    stood = f"以备份 {saved.backup} 为底" if saved.backup else "没有可用的备份"
    told = f"{saved.enterprise}：{stood}，补做 {saved.replayed} 步，读不出 {len(saved.lost)} 步"
    console.print(told, style="bold", highlight=False, markup=False)
    for key, addresses in saved.mended.items():
        console.print(f"  {key}：{len(addresses)} 格取自损坏文件里最后的内容", highlight=False, markup=False)
    for key, addresses in saved.uncertain.items():
        console.print(f"  {key}：请核对 {'、'.join(addresses) or '全部'}", highlight=False, markup=False)
    for key, names in saved.files.items():
        console.print(f"  {key}：附件读不出，请重新附上 {'、'.join(names)}", highlight=False, markup=False)
