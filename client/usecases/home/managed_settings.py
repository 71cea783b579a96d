"""Settings that the IT department has laid down for this computer; the person sees them and cannot change them."""

from __future__ import annotations

import os
from functools import lru_cache

from client.base.errors import UserError
from client.base.policy import Policy, policy
from client.usecases.home.settings_fitting import fitting
from client.usecases.home.settings_table import BY_KEY, Value


def managed() -> dict[str, Value]:
    """Setting by key, as the policy in force has it.

    Raises ``UserError``: ``policy.unreadable``, ``policy.setting`` for an unknown name or a value it cannot have.
    """
    return dict(_fitted(_Key(policy())))


class _Key:
    """A policy as a key of the cache: it is the same object as long as the file was not read anew."""

    def __init__(self, laid: Policy) -> None:
        self.laid = laid

    def __hash__(self) -> int:
        return id(self.laid)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.laid is self.laid


@lru_cache(maxsize=4)
def _fitted(key: _Key) -> dict[str, Value]:
    return {name: _fit(name, value) for name, value in _written(key.laid).items()}


def _written(laid: Policy) -> dict[str, Value]:
    """What the policy says, in the words of the settings; its own settings count before its short names."""
    said: dict[str, Value] = {}
    if laid.proxy in ("system", "none"):
        said["network.proxy"] = laid.proxy
    elif laid.proxy:
        said |= {"network.proxy": "manual", "network.proxy_url": laid.proxy}
    if laid.backup:
        said["backup.folder"] = laid.backup
    if not laid.updates:
        said["updates.automatic"] = False
    if laid.updates_from:
        said["updates.source"] = laid.updates_from
    return said | laid.settings


def _fit(name: str, value: Value) -> Value:
    setting = BY_KEY.get(name)
    if setting is None:
        raise UserError("policy.setting", key=name, value=value)
    if setting.kind == "folder" or name == "updates.source":
        value = os.path.expandvars(str(value))
    try:
        return fitting(setting, value, there=False)
    except UserError as error:
        raise UserError("policy.setting", key=name, value=value) from error
