"""Restores and salvages as results."""

from __future__ import annotations

from client.cli.results.keeping import RestoredResult, RestoredReturn, SalvagedResult
from client.usecases.safekeeping.restoring import RestorePreview
from client.usecases.safekeeping.salvaging import Salvaged


def restored_result(seen: RestorePreview, *, done: bool) -> RestoredResult:
    """One enterprise of a backup."""
    returns = [
        RestoredReturn(
            key=str(each.key), added=list(each.added), changed=list(each.changed), missing=list(each.missing)
        )
        for each in seen.returns
    ]
    return RestoredResult(
        enterprise=seen.firm, name=seen.name, done=done, returns=returns, versions_lost=list(seen.versions_lost)
    )


def salvaged_result(saved: Salvaged) -> SalvagedResult:
    """What was saved of one enterprise."""
    return SalvagedResult(
        enterprise=saved.firm,
        backup=saved.backup,
        replayed=saved.replayed,
        lost=list(saved.lost),
        mended={str(key): list(addresses) for key, addresses in saved.mended.items()},
        uncertain={str(key): list(addresses) for key, addresses in saved.uncertain.items()},
        versions=saved.versions,
        files={key: list(names) for key, names in saved.files.items()},
    )
