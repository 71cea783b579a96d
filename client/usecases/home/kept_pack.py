"""A loaded pack kept as one file, so that the program need not read sixty of TOML at every start.

What is kept is data (MessagePack decoded strictly as a ``Pack``), never code; it counts only for the very files
and the very shape of the definitions it was made from, and is made anew whenever it does not.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import msgspec

from client.base.files import write_private
from forms.pack import calendar, load_pack, model
from forms.pack.model import Pack
from forms.stamp import stamp

Words = str | tuple[str, ...]


class _Rest(msgspec.Struct, frozen=True):
    """The parts of a pack whose types say by themselves how they are read back."""

    pack: dict[str, msgspec.Raw]
    numbers: dict[str, Decimal]
    words: dict[str, Words]


def through(keep: Path, root: Path, load: Callable[[Path], Pack] = load_pack) -> Pack:
    """The pack in ``root``: as it is kept in the folder ``keep`` when that is current, else loaded, and then kept.

    A file that cannot be read or written costs time, nothing else.
    """
    file = keep / f"pack-{root.parent.name}-{root.name}.bin"
    # The modules that give a pack its shape count as well: what an older program kept is not read.
    made_from = stamp(root, [Path(module.__file__ or "") for module in (model, calendar)])
    with suppress(OSError, msgspec.DecodeError, KeyError, TypeError):
        kept = file.read_bytes()
        if kept[: len(made_from)] == made_from:
            return _decode(kept[len(made_from) :])
    pack = load(root)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_private(file, made_from + _encode(pack), lasting=False)
    return pack


def _encode(pack: Pack) -> bytes:
    encode = msgspec.msgpack.encode
    fields = {name: msgspec.Raw(encode(getattr(pack, name))) for name in _plain_fields()}
    numbers = {name: value for name, value in pack.constants.items() if isinstance(value, Decimal)}
    words = {name: value for name, value in pack.constants.items() if not isinstance(value, Decimal)}
    return encode(_Rest(fields, numbers, words))


def _decode(data: bytes) -> Pack:
    rest = msgspec.msgpack.decode(data, type=_Rest)
    types = {field.name: field.type for field in msgspec.structs.fields(Pack)}
    fields = {name: msgspec.msgpack.decode(rest.pack[name], type=types[name]) for name in _plain_fields()}
    return Pack(**fields, constants={**rest.numbers, **rest.words})


def _plain_fields() -> list[str]:
    return [name for name in Pack.__struct_fields__ if name != "constants"]
