"""The ways into a home: what there is, the recovery card, the passphrase, the system's keyring."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from client.base.clock import rfc3339
from client.keys import ways
from client.usecases.home.enterprises import all_of
from client.usecases.home.session import Session

if TYPE_CHECKING:
    from client.printing.cards import CardPaper


@dataclass(frozen=True)
class Ways:
    """Which ways there are. ``card`` is the number on the card that holds, blank if none was ever made."""

    keyring: bool
    passphrase: bool
    card: str
    card_made_at: str


@dataclass(frozen=True)
class RecoveryCard:
    """What the 应急卡 says. Shown and printed once: the code is kept nowhere."""

    code: str
    number: str
    made_at: str
    home: str
    enterprises: tuple[tuple[str, str], ...]
    """Credit code and name."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The code's six groups of five."""
        return tuple(self.code.split("-"))


def ways_of(session: Session) -> Ways:
    """Which ways lead into this home."""
    held = session.vault.keys.held
    card = held.recovery
    return Ways(
        held.keyring is not None,
        held.passphrase is not None,
        card.card if card else "",
        card.made_at if card else "",
    )


def make_card(session: Session) -> RecoveryCard:
    """A new recovery card; one made before opens nothing any more. Raises ``WorldError('keys.not-written')``."""
    made_at = rfc3339(session.clock.now())
    code, number = ways.make_card(session.vault.keys, made_at)
    firms = tuple((each.code, each.name) for each in all_of(session))
    return RecoveryCard(code, number, made_at, str(session.home), firms)


def paper_of(card: RecoveryCard) -> CardPaper:
    """What stands on the sheet."""
    from client.printing.cards import CardPaper

    return CardPaper(card.groups, card.number, card.made_at[:10], card.home, card.enterprises)


def write_card(card: RecoveryCard, path: Path) -> Path:
    """Print the card as one sheet of PDF. Raises ``UserError('print.not-written')``."""
    from client.printing.cards import paint_card
    from client.printing.output import write_pdf

    paper = paper_of(card)
    write_pdf(path, f"应急卡 {card.number}", lambda device: paint_card(device, paper))
    return path


def set_passphrase(session: Session, words: str) -> None:
    """Let a passphrase open the home. Raises ``UserError('keys.short-passphrase')``."""
    ways.set_passphrase(session.vault.keys, words)


def drop_passphrase(session: Session) -> None:
    """Give the passphrase up. Raises ``UserError('keys.last-way')`` where nothing else would open the home."""
    ways.drop_passphrase(session.vault.keys)


def use_keyring(session: Session, *, use: bool) -> None:
    """Let this computer's keyring open the home, or no longer. Raises ``UserError('keys.…')``."""
    if use:
        ways.join_keyring(session.vault.keys)
    else:
        ways.leave_keyring(session.vault.keys)
