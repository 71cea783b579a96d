"""A repository for those who publish."""

from __future__ import annotations

from rich.console import Console

from client.cli.results.publishing import RepositoryResult
from client.cli.spoken import said, told
from forms.words import Listed


def show_repository(console: Console, found: RepositoryResult) -> None:
    """What waits, what is offered, and how long the timestamp holds."""
    lines = []
    for role, lacking in found.waiting.items():
        state = told("还差 {count} 个签名", count=lacking) if lacking else said("签名已够")
        lines.append(told("待发布 {role}：{state}", role=role, state=state))
    for role, names in found.published.items():
        lines.append(told("已发布 {role}：{names}", role=role, names=Listed(names)))
    if found.timestamp is not None:
        until = found.timestamp[:16].replace("T", " ")
        lines.append(told("时间戳有效到 {until} UTC", until=until))
    for line in lines:
        console.print(line, highlight=False, markup=False)
