"""Whatever the keyring does, the code on the recovery card opens the home, and an empty one is never made."""

from __future__ import annotations

import shutil
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import InitError, KeyringError, KeyringLocked

from client.base.errors import JibaoError, UserError
from client.base.home import BACKUPS_FOLDER, KEYS_FILE
from client.keys import CARD_HELPS
from client.keys.recovery import ALPHABET
from client.usecases.home import enterprises, recovering, securing
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from tests.client.keyrings import MemoryKeyring

FIRM = "91440300708461136T"
WORDS = "六个 不相干 的词"


class WindowsError8(OSError):
    """As Windows' own error reaches us."""

    def __init__(self, number: int) -> None:
        super().__init__("CredRead")
        self.winerror = number


@pytest.fixture
def code(home: Path, ring: MemoryKeyring) -> str:
    """A home under the keyring with one enterprise; answers the code on its card."""
    with open_session(home) as session:
        enterprises.add(session, FIRM, "深圳通信")
        return securing.make_card(session).code


def firms(session: Session) -> list[str]:
    return [each.name for each in enterprises.all_of(session)]


def files_of(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def lose(ring: MemoryKeyring) -> None:
    ring.items.clear()


def garble(ring: MemoryKeyring) -> None:
    ring.items = dict.fromkeys(ring.items, "not base64!")


def another_key(ring: MemoryKeyring) -> None:
    ring.items = dict.fromkeys(ring.items, "A" * 43 + "=")


def replace(ring: MemoryKeyring) -> None:
    keyring.set_keyring(fail.Keyring())


def failing(failure: Exception) -> object:
    def act(ring: MemoryKeyring) -> None:
        ring.failure = failure

    return act


@pytest.mark.parametrize(
    ("accident", "told"),
    [
        (lose, "keys.keyring-missing"),
        (garble, "keys.keyring-garbled"),
        (another_key, "keys.wrong-key"),
        (replace, "keys.keyring-changed"),
        (failing(KeyringLocked("locked")), "keys.keyring-locked"),
        (failing(InitError("locked")), "keys.keyring-locked"),
        (failing(WindowsError8(1312)), "keys.no-logon-session"),
        (failing(WindowsError8(1783)), "keys.too-long"),
        (failing(WindowsError8(8)), "keys.keyring-full"),
        (failing(KeyringError("bus")), "keys.keyring-failed"),
    ],
)
def test_every_accident_is_named_leads_to_the_card_and_the_card_opens(
    home: Path, ring: MemoryKeyring, code: str, accident: object, told: str
) -> None:
    accident(ring)  # type: ignore[operator]
    before = files_of(home)
    with pytest.raises(UserError) as refused:
        open_session(home)
    assert refused.value.code == told
    assert told in CARD_HELPS
    assert "恢复码" in refused.value.remedy("zh")
    assert "recovery card" in refused.value.remedy("en")
    assert files_of(home) == before
    with recovering.recover(home, code, passphrase=WORDS) as session:
        assert firms(session) == ["深圳通信"]
    with open_session(home, passphrase=WORDS) as session:
        assert firms(session) == ["深圳通信"]


def test_a_wiped_keyring_is_filled_again(home: Path, ring: MemoryKeyring, code: str) -> None:
    ring.items.clear()
    with recovering.recover(home, code) as session:
        assert firms(session) == ["深圳通信"]
    assert len(ring.items) == 1
    with open_session(home) as session:
        assert firms(session) == ["深圳通信"]


def test_without_a_keyring_and_a_passphrase_nothing_changes(home: Path, ring: MemoryKeyring, code: str) -> None:
    replace(ring)
    before = files_of(home)
    with pytest.raises(UserError, match=r"keys\.no-keyring"):
        recovering.recover(home, code)
    assert files_of(home) == before


def test_a_mistyped_code_names_its_group_and_changes_nothing(home: Path, ring: MemoryKeyring, code: str) -> None:
    before = files_of(home)
    wrong = code[:13] + next(mark for mark in ALPHABET if mark != code[13]) + code[14:]
    with pytest.raises(UserError) as refused:
        recovering.recover(home, wrong)
    assert (refused.value.code, str(refused.value.params["groups"])) == ("recovery.groups", "3")
    assert files_of(home) == before


def test_an_older_card_is_void_and_the_one_in_force_is_named(home: Path, ring: MemoryKeyring, code: str) -> None:
    with open_session(home) as session:
        newer = securing.make_card(session)
    with pytest.raises(UserError) as refused:
        recovering.recover(home, code)
    assert refused.value.code == "recovery.other-card"
    assert refused.value.params["card"] == newer.number
    with recovering.recover(home, newer.code) as session:
        assert securing.ways_of(session).card == newer.number


def test_without_a_card_it_is_said(home: Path, ring: MemoryKeyring) -> None:
    with open_session(home) as session:
        assert securing.ways_of(session) == securing.Ways(keyring=True, passphrase=False, card="", card_made_at="")
    with pytest.raises(UserError, match=r"recovery\.no-card"):
        recovering.recover(home, "00000-00000-00000-00000-00000-00000")


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_lost_key_file_is_taken_from_the_newest_backup_the_code_fits(
    home: Path, ring: MemoryKeyring, code: str, damage: str
) -> None:
    for name in ("20251001T090000", "20251002T090000"):
        (home / BACKUPS_FOLDER / name).mkdir(parents=True)
        shutil.copy(home / KEYS_FILE, home / BACKUPS_FOLDER / name / KEYS_FILE)
    (home / BACKUPS_FOLDER / "20251003T090000").mkdir()
    (home / BACKUPS_FOLDER / "20251003T090000" / KEYS_FILE).write_text("{", "utf-8")
    if damage == "missing":
        (home / KEYS_FILE).unlink()
    else:
        (home / KEYS_FILE).write_bytes(b"\x00" * 300)
    with pytest.raises(JibaoError) as refused:
        open_session(home)
    assert refused.value.code in CARD_HELPS
    with recovering.recover(home, code) as session:
        assert firms(session) == ["深圳通信"]
    with open_session(home) as session:
        assert firms(session) == ["深圳通信"]


def test_recovering_where_nothing_is_makes_nothing(home: Path, ring: MemoryKeyring) -> None:
    with pytest.raises(UserError, match=r"home\.nothing-there"):
        recovering.recover(home, "00000-00000-00000-00000-00000-00000")
    assert list(home.iterdir()) == []


def test_the_code_is_kept_nowhere(home: Path, ring: MemoryKeyring, code: str) -> None:
    for data in files_of(home).values():
        for spelling in (code, code.replace("-", ""), code.lower()):
            assert spelling.encode() not in data


def test_a_passphrase_is_added_changed_and_given_up(home: Path, ring: MemoryKeyring) -> None:
    with open_session(home) as session:
        with pytest.raises(UserError, match=r"keys\.short-passphrase"):
            securing.set_passphrase(session, "短口令")
        with pytest.raises(UserError, match=r"keys\.last-way"):
            securing.use_keyring(session, use=False)
        securing.set_passphrase(session, WORDS)
        securing.use_keyring(session, use=False)
        with pytest.raises(UserError, match=r"keys\.last-way"):
            securing.drop_passphrase(session)
    assert ring.items == {}
    with pytest.raises(UserError, match=r"keys\.passphrase-needed"):
        open_session(home)
    with open_session(home, passphrase=WORDS) as session:
        securing.use_keyring(session, use=True)
        securing.drop_passphrase(session)
    with open_session(home) as session:
        assert securing.ways_of(session).passphrase is False


def test_the_card_is_one_sheet_that_says_what_to_do(home: Path, ring: MemoryKeyring, tmp_path: Path) -> None:
    with open_session(home) as session:
        for firm, name in ((FIRM, "深圳通信"), ("91441300MA58H0D25G", "惠州市粤华光电科技有限公司")):
            enterprises.add(session, firm, name)
        card = securing.make_card(session)
    assert len(card.groups) == 6
    path = securing.write_card(card, tmp_path / "应急卡.pdf")
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 1
