"""A home made of a backup, killed on the way: none yet, and made by doing it again."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from client.base.errors import UserError, WorldError
from client.base.stopping import Stop
from client.keys import Keychain, keyfile
from client.tour.script import Sample
from client.usecases.bureau import connecting, filing
from client.usecases.home import enterprises, recovering, securing
from client.usecases.home.opening import open_session
from client.usecases.home.session import Session
from client.usecases.safekeeping import restoring
from client.usecases.safekeeping.backing_up import back_up
from forms.periods import Period
from tests.client.usecases.killed import DYING

FIRMS = ("91441300MA58H0D25G", "91440300708461136T")
WORDS = "新电脑上的 几个词"
KILLED = (
    """
import os, sys
from pathlib import Path
from client.usecases.home.session import Session
from client.usecases.safekeeping import restoring
home, folder, code, left = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
"""
    + DYING
    + """
restoring.restore_new(home, folder, code=code)
print(left)
"""
)


def test_killed_anywhere_it_is_no_home_or_the_whole(home: Path, tmp_path: Path, root: Path) -> None:
    with open_session(home, keys=Keychain.loose(home)) as session:
        for firm in FIRMS:
            enterprises.add(session, firm, f"{firm}公司")
        code, folder = securing.make_card(session).code, back_up(session, tmp_path / "U盘").backup.folder

    def run(name: str, left: int) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", KILLED, str(tmp_path / name), str(folder), code, str(left)]
        return subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)

    enough = 10_000
    steps = enough - int(run("whole", enough).stdout.split()[0])
    for at in (steps - 1, steps - 4, steps - 8, steps - 12, steps // 2):
        new = tmp_path / f"killed-{at}"
        assert run(new.name, at).returncode == 9
        if (new / "home.store").exists():
            assert at > steps - 10, "only the last steps come after it counts"
        else:
            with pytest.raises(UserError, match=r"home\.(half-restored|nothing-there)"):
                open_session(new, create=False)
            restoring.restore_new(new, folder, code=code)
        with recovering.recover(new, code, passphrase=WORDS) as session:
            assert {each.code for each in enterprises.all_of(session)} == set(FIRMS)
            assert {session.look(firm, lambda books: books.audit.position() is not None) for firm in FIRMS} == {
                True
            }
    assert keyfile.read(home) is not None


@pytest.mark.parametrize(("error", "told"), [(errno.ENOSPC, "no-room-here"), (errno.EACCES, "not-restored")])
def test_refused_by_the_disk_it_says_so_and_is_made_by_doing_it_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, told: str
) -> None:
    with open_session(home, keys=Keychain.loose(home)) as session:
        enterprises.add(session, FIRMS[0], "公司")
        code, folder = securing.make_card(session).code, back_up(session, tmp_path / "U盘").backup.folder
    new, copy = tmp_path / "新", restoring.copy_file

    def refuse(source: Path, target: Path, stop: Stop) -> None:
        copy(source, target, stop)
        raise OSError(error, "no")

    with monkeypatch.context() as full:
        full.setattr(restoring, "copy_file", refuse)
        with pytest.raises(WorldError, match=rf"backup\.{told}"):
            restoring.restore_new(new, folder, code=code)
    assert restoring.restore_new(new, folder, code=code) == (FIRMS[0],)


def test_who_only_practised_practises_on_at_the_new_computers_own_endpoint(
    complete: Session, story: Sample, tmp_path: Path
) -> None:
    year = filing.Order(Period.parse("2025"), ["JB"])
    with connecting.line(complete, story.firm) as there:
        (filed,) = filing.submit(there, year)
    assert filed.result is not None
    code, folder = securing.make_card(complete).code, back_up(complete, tmp_path / "U盘").backup.folder
    new = tmp_path / "new"
    with open_session(new, keys=Keychain.loose(new), clock=complete.clock) as session:
        restoring.restore(session, folder, secret=code)
        assert connecting.is_embedded(session, connecting.enrolment(session, story.firm))
        with connecting.line(session, story.firm) as here:
            assert here.root != there.root
            (again,) = filing.submit(here, year)
        assert again.result is not None
        assert again.result.state == "accepted"
