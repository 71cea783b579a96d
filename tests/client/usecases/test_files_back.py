"""Files filed from another computer come back, and no correction loses one without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from client.net import NetworkFailure
from client.net.problems import problem_answer
from client.protocol import attachments
from client.usecases.bureau import attaching, filing, watching
from forms.returns import ReturnKey
from tests.client.usecases.computers import TELEPHONE, YEAR, Computer


def attach(computer: Computer, folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(b"%PDF-1.7 " + content)
    return attaching.attach(computer.session, ReturnKey(computer.firm, "JB", YEAR), path).id


def files(computer: Computer) -> dict[str, str]:
    return {
        each.file.name: each.state
        for each in attaching.shown(computer.session, ReturnKey(computer.firm, "JB", YEAR))
    }


def test_what_was_attached_comes_back_to_a_replaced_computer(
    first: Computer, second: Computer, tmp_path: Path
) -> None:
    """Two files, one larger than an answer used to be; then the whole return is as it was filed there."""
    big = bytes(9 * 1024 * 1024)
    attach(first, tmp_path, "基本情况（盖章）.pdf", b"seal")
    attach(first, tmp_path, "证明.pdf", big)
    filed = first.file()
    second.sync()
    assert files(second) == {"基本情况（盖章）.pdf": "filed", "证明.pdf": "filed"}
    shown = attaching.shown(second.session, ReturnKey(second.firm, "JB", YEAR))
    assert filed.result is not None
    assert filed.result.receipt is not None
    assert {each.receipt_no for each in shown} == {filed.result.receipt.receipt_no}
    for each in shown:
        copy = tmp_path / f"copy {each.file.name}"
        attaching.save_copy(second.session, ReturnKey(second.firm, "JB", YEAR), each.file.id, copy)
        assert copy.read_bytes() == b"%PDF-1.7 " + (b"seal" if each.file.size < 100 else big)
    assert second.check().filed_elsewhere
    assert filing.submit(second.line, filing.Order(YEAR, ["JB"])) == ()


def test_a_correction_made_elsewhere_keeps_the_files_and_adds_its_own(
    first: Computer, second: Computer, tmp_path: Path
) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    second.sync()
    attach(second, tmp_path, "b.pdf", b"b")
    assert not second.check().filed_elsewhere
    assert files(second) == {"a.pdf": "filed", "b.pdf": "waiting"}
    assert second.file("补交证明").result.state == "accepted"  # type: ignore[union-attr]
    assert files(second) == {"a.pdf": "filed", "b.pdf": "filed"}
    first.sync()
    assert files(first) == {"a.pdf": "filed", "b.pdf": "filed"}


def test_a_file_taken_off_elsewhere_is_off_here_too(first: Computer, second: Computer, tmp_path: Path) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    second.sync()
    (there,) = attaching.shown(second.session, ReturnKey(second.firm, "JB", YEAR))
    attaching.remove(second.session, ReturnKey(second.firm, "JB", YEAR), there.file.id)
    assert second.file("附件有误").result.state == "accepted"  # type: ignore[union-attr]
    first.sync()
    assert first.check().filed_elsewhere
    assert files(first) == {"a.pdf": "taken-off"}


def test_figures_do_not_wait_for_a_file_and_it_comes_the_next_time(
    first: Computer, second: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    genuine, lost = second.line.endpoint.attachment, iter([True])

    def once_lost(return_key: str, version_id: str, name: str) -> bytes:
        for _ in lost:
            raise NetworkFailure("net.cut-off", host="127.0.0.1")
        return genuine(return_key, version_id, name)

    monkeypatch.setattr(second.line.endpoint, "attachment", once_lost)
    second.sync()
    assert second.check().filed_elsewhere
    assert files(second) == {}
    second.sync()
    assert files(second) == {"a.pdf": "filed"}


def test_a_busy_endpoint_loses_no_file_and_nothing_is_filed_without_it(
    first: Computer, second: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Content is shed before submissions: a correction made in that hour must not drop what was attached."""
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    with monkeypatch.context() as crowded:

        def busy(*_: str) -> bytes:
            raise problem_answer("busy", 503, retry_after=30)

        crowded.setattr(second.line.endpoint, "attachment", busy)
        second.sync()
        assert watching.warnings(second.session, second.firm) == (), "it will come"
        second.type(**{TELEPHONE: "0752-2000009"})
        refused = second.file("电话变更").problem
        assert refused is not None
        assert (refused.code, refused.exit_status) == ("filing.files-coming", 3)
        assert "a.pdf" in refused.what("zh")
    assert second.file("电话变更").result.state == "accepted"  # type: ignore[union-attr]
    assert files(second) == {"a.pdf": "filed"}


def test_a_correction_that_would_lose_a_file_says_so_before_it_goes(
    first: Computer, second: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()

    def unreadable(*_: str) -> bytes:
        raise problem_answer("content-unreadable", 409)

    monkeypatch.setattr(second.line.endpoint, "attachment", unreadable)
    second.sync()
    second.type(**{TELEPHONE: "0752-2000009"})
    refused = second.file("电话变更").problem
    assert refused is not None
    assert (refused.code, refused.exit_status) == ("filing.files-lost", 2)
    assert "a.pdf" in refused.what("zh")
    for _ in range(2):  # the second time there is nothing to correct
        filing.submit(
            second.line,
            filing.Order(YEAR, ["JB"], reason="电话变更", without="lost"),
        )
    assert second.check().state == "accepted"
    assert len(second.line.endpoint.history(second.check().return_key).versions) == 2


@pytest.mark.parametrize("spoilt", ["another's", "cut"])
def test_a_file_that_is_not_the_one_listed_is_not_kept(
    first: Computer, second: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    attach(first, tmp_path, "a.pdf", b"a")
    first.file()
    genuine, device = second.line.endpoint.attachment, second.line.endpoint.own_device

    def lie(return_key: str, version_id: str, name: str) -> bytes:
        kem = device.keys.kem.public_key()
        other = attachments.reseal(b"%PDF- other", version_id, name, device.device_id, kem)
        return other if spoilt == "another's" else genuine(return_key, version_id, name)[:-1]

    monkeypatch.setattr(second.line.endpoint, "attachment", lie)
    second.sync()
    assert files(second) == {}
    assert second.text(TELEPHONE) == first.text(TELEPHONE)
    (told,) = watching.warnings(second.session, second.firm)
    assert told.code == "attach.lost", "before the next version goes without it"
    assert "a.pdf" in told.what("zh")
    attach(second, tmp_path, "a.pdf", b"a")
    assert watching.warnings(second.session, second.firm) == ()
