"""The program's errors, by who can mend them; their words are in ``resources/messages/*.toml``."""

from __future__ import annotations

from functools import cache

from client.base.paths import RESOURCES
from forms.problems import CodedError, Message, parse_catalogue


class JibaoError(CodedError):
    """Root of the program's errors; ``exit_status`` is what the command line ends with."""

    exit_status = 4

    @classmethod
    def catalogue(cls) -> dict[str, Message]:
        return _program_catalogue()


class UserError(JibaoError):
    """The person can mend it: a wrong file, code or passphrase. Nothing was changed."""

    exit_status = 2


class WorldError(JibaoError):
    """The network, the endpoint or the disk failed. Nothing is lost; trying again later is right."""

    exit_status = 3


class ConflictError(JibaoError):
    """Someone else was first: the server's figures are not the ones this return was based on."""

    exit_status = 5


class OurFault(JibaoError):
    """A mistake in the program."""

    exit_status = 4


def is_ours(error: BaseException) -> bool:
    """Whether the program made a mistake: an ``OurFault``, or what nobody has named."""
    return isinstance(error, OurFault) or not isinstance(error, CodedError)


@cache
def _program_catalogue() -> dict[str, Message]:
    merged: dict[str, Message] = {}
    for path in sorted((RESOURCES / "messages").glob("*.toml")):
        merged.update(parse_catalogue(path.read_text("utf-8")))
    return merged
