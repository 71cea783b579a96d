"""From a checked return to a frozen version in the outbox: what may go, what it builds on, what never moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest

from client.base.clock import Clock, rfc3339
from client.base.errors import OurFault, UserError
from client.net.login import Device
from client.protocol import jws, strict_json
from client.protocol.enrolment import DevicePair
from client.protocol.identifiers import is_id
from client.protocol.keys import PrivateKey, generate
from client.protocol.messages import EndpointProfile, Manifest, Obligation
from client.protocol.statements import unproven
from client.protocol.submission import Parties, Unfrozen, open_document
from client.store import Books, Version
from client.sync.obligations import HeldObligations
from client.tour.script import Sample
from client.usecases.bureau import freezing
from client.usecases.bureau.line import Line
from client.usecases.home import enterprises
from client.usecases.home.session import Session
from client.usecases.returns.checking import ReturnCheck, check_returns
from client.usecases.returns.editing import open_draft
from client.usecases.returns.keeping import save
from forms.periods import Period
from forms.returns import ReturnKey

if TYPE_CHECKING:
    from client.net import Endpoint

YEAR = Period.parse("2025")
DEVICE = "d7000000-0000-4000-8000-000000000001"


@dataclass
class Office:
    """An endpoint that is never called: freezing only asks who it is and what to seal to."""

    clock: Clock
    root: str = "the bureau's first root"
    env: str = "practice"
    sealing: PrivateKey = field(default_factory=generate)
    own_device: Device = field(default_factory=lambda: Device(DEVICE, DevicePair(generate(), generate())))

    @property
    def profile(self) -> EndpointProfile:
        return EndpointProfile("局", self.env, "https://collect.example", self.root)

    def parties(self) -> Parties:
        return Parties(self.env, ("seal-1", self.sealing.public_key()), self.own_device.signer)


@pytest.fixture
def office(session: Session) -> Office:
    return Office(session.clock)


def check_of(session: Session, firm: str, form: str = "JB") -> ReturnCheck:
    (check,) = check_returns(session, firm, form=form)
    return check


def due_of(*checks: ReturnCheck) -> HeldObligations:
    moment = "2025-10-10T18:00:00.000+08:00"
    items = [
        Obligation(c.return_key, c.target.form, c.form_name, moment, moment, None, moment, [], None)
        for c in checks
    ]
    return HeldObligations(moment, items)


def queue(session: Session, office: Office, check: ReturnCheck, reason: str | None = None) -> str:
    line = Line(session, check.target.firm, cast("Endpoint", office))
    return freezing.queue(line, check, due_of(check), reason)


def outbox(session: Session) -> list[Version]:
    (firm,) = (each.code for each in enterprises.all_of(session))
    return session.look(firm, lambda books: books.outbox.all())


def edit(session: Session, firm: str, text: str) -> None:
    outcome = open_draft(session, ReturnKey(firm, "JB", YEAR)).type({"JB033": text})
    assert outcome is not None
    save(session, outcome.change).result()


def code_of(session: Session, office: Office, check: ReturnCheck, reason: str | None = None) -> str:
    with pytest.raises(UserError) as caught:
        queue(session, office, check, reason)
    return caught.value.code


# What may go.


def test_a_sound_return_that_is_due_may_go(imported: Session, story: Sample) -> None:
    check = check_of(imported, story.firm)
    freezing.ready(check, due_of(check))


def test_errors_keep_a_return_back_and_are_counted(imported: Session, story: Sample) -> None:
    check = check_of(imported, story.firm, "JY")
    with pytest.raises(UserError) as caught:
        freezing.ready(check, due_of(check))
    assert caught.value.code == "filing.errors"
    assert f"{check.count('error')} 条" in caught.value.what("zh")
    assert check.words.en in caught.value.what("en")


def test_a_return_nobody_asks_for_is_kept_here(imported: Session, story: Sample) -> None:
    check = check_of(imported, story.firm)
    with pytest.raises(UserError) as caught:
        freezing.ready(check, due_of())
    assert caught.value.code == "filing.not-open"
    assert "数据已保存在本机" in caught.value.what("zh")


def test_that_another_form_is_due_opens_nothing(imported: Session, story: Sample) -> None:
    with pytest.raises(UserError, match=r"filing\.not-open"):
        freezing.ready(check_of(imported, story.firm), due_of(check_of(imported, story.firm, "JY")))


def test_what_may_not_go_leaves_no_version(imported: Session, office: Office, story: Sample) -> None:
    assert code_of(imported, office, check_of(imported, story.firm, "JY")) == "filing.errors"
    assert outbox(imported) == []


# What is frozen.


def test_a_queued_version_is_sealed_signed_and_made_for_this_endpoint(
    imported: Session, office: Office, story: Sample
) -> None:
    check = check_of(imported, story.firm)
    version_id = queue(imported, office, check)
    (version,) = outbox(imported)
    assert is_id(version_id)
    assert (version.version_id, version.state, version.kind) == (version_id, "queued", "original")
    assert (version.base_version_id, version.attempts) == (None, 0)
    assert (version.return_key, version.endpoint) == (check.return_key, office.profile.root_id)
    assert version.change_seq == check.change_seq > 0
    payload = jws.verify(version.manifest, office.own_device.keys.sig.public_key(), "jibao-manifest")
    manifest = strict_json.decode(payload, Manifest)
    assert (manifest.return_key, manifest.version_id) == (check.return_key, version_id)
    assert story.name.encode() not in version.sealed
    assert story.name not in payload.decode()


def test_the_bureau_opens_just_what_was_checked(imported: Session, office: Office, story: Sample) -> None:
    check = check_of(imported, story.firm)
    queue(imported, office, check)
    (version,) = outbox(imported)
    manifest = unproven(version.manifest, Manifest)
    document = open_document(Unfrozen(manifest, version.manifest, "seal-1", version.sealed), office.sealing)
    assert document.cells["JB002"] == check.target.cells["JB002"].text
    assert set(document.cells) == {a for a, c in check.target.cells.items() if c.value is not None or c.na}
    assert document.people["填表人"] == check.target.cells["JB032"].text


def test_queued_twice_it_is_one_version(imported: Session, office: Office, story: Sample) -> None:
    first = queue(imported, office, check_of(imported, story.firm))
    (before,) = outbox(imported)
    again = queue(imported, office, check_of(imported, story.firm))
    (after,) = outbox(imported)
    assert again == after.version_id
    assert (after.return_key, after.base_version_id) == (before.return_key, None)
    assert first == before.version_id


def test_what_never_left_gives_way_to_the_newer_draft(imported: Session, office: Office, story: Sample) -> None:
    first = queue(imported, office, check_of(imported, story.firm))
    edit(imported, story.firm, "0752-2000001")
    second = queue(imported, office, check_of(imported, story.firm))
    assert second != first
    assert [(v.version_id, v.kind) for v in outbox(imported)] == [(second, "original")]


@pytest.mark.parametrize("state", ["queued", "sent"])
def test_what_may_have_arrived_is_waited_for(imported: Session, office: Office, story: Sample, state: str) -> None:
    first = queue(imported, office, check_of(imported, story.firm))
    imported.store_of(story.firm).run(lambda books: books.outbox.set_state(first, state, attempts=1))  # type: ignore[arg-type]
    edit(imported, story.firm, "0752-2000001")
    assert code_of(imported, office, check_of(imported, story.firm)) == "filing.under-way"
    assert [v.version_id for v in outbox(imported)] == [first]


@pytest.mark.parametrize("state", ["conflict", "rejected-at-door"])
def test_what_the_endpoint_did_not_take_is_no_base(
    imported: Session, office: Office, story: Sample, state: str
) -> None:
    first = queue(imported, office, check_of(imported, story.firm))
    imported.store_of(story.firm).run(lambda books: books.outbox.set_state(first, state, attempts=1))  # type: ignore[arg-type]
    edit(imported, story.firm, "0752-2000001")
    second = queue(imported, office, check_of(imported, story.firm))
    newest = outbox(imported)[-1]
    assert (newest.version_id, newest.base_version_id, newest.kind) == (second, None, "original")


def receive(session: Session, version_id: str, receipt: str = "receipt") -> None:
    def work(books: Books) -> None:
        books.receipts.put(version_id, receipt, b"", "GD-1")
        books.outbox.set_state(version_id, "received", attempts=1)

    (firm,) = (each.code for each in enterprises.all_of(session))
    session.store_of(firm).run(work)


def test_a_correction_wants_a_reason_and_builds_on_what_was_received(
    imported: Session, office: Office, story: Sample
) -> None:
    first = queue(imported, office, check_of(imported, story.firm))
    receive(imported, first)
    edit(imported, story.firm, "0752-2000001")
    assert code_of(imported, office, check_of(imported, story.firm)) == "filing.reason-needed"
    assert code_of(imported, office, check_of(imported, story.firm), "") == "filing.reason-needed"
    second = queue(imported, office, check_of(imported, story.firm), "联系电话变更")
    newest = outbox(imported)[-1]
    assert (newest.version_id, newest.kind, newest.base_version_id) == (second, "correction", first)


def test_what_was_filed_elsewhere_says_nothing_here(imported: Session, office: Office, story: Sample) -> None:
    first = queue(imported, office, check_of(imported, story.firm))
    receive(imported, first)
    edit(imported, story.firm, "0752-2000001")
    bureau = Office(imported.clock, root="another root", env="prod")
    queue(imported, bureau, check_of(imported, story.firm))
    newest = outbox(imported)[-1]
    assert (newest.kind, newest.base_version_id, newest.endpoint) == ("original", None, bureau.profile.root_id)


def test_what_was_typed_while_it_was_checked_is_not_passed_over(
    imported: Session, office: Office, story: Sample
) -> None:
    stale = check_of(imported, story.firm)
    edit(imported, story.firm, "0752-2000001")
    assert code_of(imported, office, stale) == "filing.changed-meanwhile"
    assert outbox(imported) == []


def test_a_version_that_left_cannot_be_discarded(imported: Session, office: Office, story: Sample) -> None:
    first = queue(imported, office, check_of(imported, story.firm))
    imported.store_of(story.firm).run(lambda books: books.outbox.set_state(first, "sent", attempts=1))
    with pytest.raises(OurFault, match=r"store\.refused"):
        imported.store_of(story.firm).run(lambda books: books.outbox.discard(first))
    assert [v.version_id for v in outbox(imported)] == [first]


def test_the_version_carries_the_day_of_the_practice_calendar(
    imported: Session, office: Office, story: Sample
) -> None:
    queue(imported, office, check_of(imported, story.firm))
    (version,) = outbox(imported)
    assert version.created_at[:10] == rfc3339(imported.clock.now())[:10]
    assert office.own_device.device_id.encode() in jws.unverified(version.manifest)
