"""Whether a value fits a setting, read as a person would write it on a command line."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from client.base.errors import UserError
from client.usecases.home.settings_table import Setting, Value
from forms.words import Listed

_YES = frozenset({"true", "yes", "on", "1", "是", "开"})
_NO = frozenset({"false", "no", "off", "0", "否", "关"})


_MOST_DIGITS = 9


def read_kept(setting: Setting, kept: bytes | None) -> Value:
    """What was kept in the store; the default where nothing was, or nothing that can be read."""
    try:
        return or_default(setting, msgspec.json.decode(kept or b"null"))
    except (msgspec.DecodeError, RecursionError):
        return setting.default


def or_default(setting: Setting, value: object) -> Value:
    """What was kept, unless this program would not let it be chosen (another version did)."""
    if not isinstance(value, str | int) or type(value) is not type(setting.default):
        return setting.default
    try:
        return fitting(setting, value, there=False)
    except (UserError, ValueError):  # a number too long to be spelled, too
        return setting.default


def fitting(setting: Setting, value: Value, *, there: bool = True) -> Value:
    """``value`` as the declaration wants it; text is read as a person would write it on a command line."""
    text = str(value).strip()
    if setting.kind == "choice":
        return _one_of(setting, text)
    if setting.kind == "switch":
        return _switch(setting, text)
    if setting.kind == "number":
        return _number(setting, text)
    if setting.kind == "folder" and text and there:
        return _folder(setting, text)
    if setting.key == "network.proxy_url" and text:
        _address(setting, text)
    return text


def _folder(setting: Setting, text: str) -> str:
    """Its whole path: the program is started from elsewhere the next time."""
    if not Path(text).is_dir():
        raise UserError("settings.not-a-folder", key=setting.key, value=text)
    return str(Path(text).absolute())


def _one_of(setting: Setting, text: str) -> Value:
    for value, words in setting.choices:
        if text in (str(value), words.zh, words.en):
            return value
    # A value that is a Chinese word may be given in English too.
    offered = Listed(str(value) if str(value).isascii() else words for value, words in setting.choices)
    raise UserError("settings.not-one-of", key=setting.key, value=text, values=offered)


def _switch(setting: Setting, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise UserError("settings.not-a-switch", key=setting.key, value=text)


def _number(setting: Setting, text: str) -> int:
    if text.isdecimal() and len(text) <= _MOST_DIGITS and setting.least <= int(text) <= setting.most:
        return int(text)
    raise UserError("settings.not-a-number", key=setting.key, value=text, least=setting.least, most=setting.most)


def _address(setting: Setting, text: str) -> None:
    try:
        parts = urlsplit(text)
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
        whole = named and parts.port is not None and text.isprintable()
    except ValueError:
        whole = False
    if not whole:
        raise UserError("settings.not-an-address", key=setting.key, value=text)
