"""The requests about one version, each turned into the planner's next event, whatever becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from client.base.errors import JibaoError, WorldError
from client.base.stopping import Stopped
from client.net import Endpoint, NetworkFailure, ProblemAnswer
from client.net.problems import Retry, problem_answer
from client.protocol.commitments import check_ack, commit_body
from client.protocol.faults import ProtocolFault
from client.protocol.messages import BundleItem, CommitRequest
from client.protocol.submission import submission_body
from client.store import Store
from client.sync import attached, promises
from client.sync.attached import Sealed
from client.sync.cases import Case, is_mine
from client.sync.engine import Event, NoAnswer, Refused, Unchanged, UnknownVersion, Unverified
from client.sync.evidence import weigh, with_keys
from client.sync.uploading import upload

Arrived = Callable[[Case, Sealed, int], None]
"""Told after each piece of a file: the version, the file, and how many of its bytes are there."""


class Exchange:
    """Asks one endpoint about versions of one store; safe to use from several threads."""

    def __init__(self, store: Store, endpoint: Endpoint, arrived: Arrived) -> None:
        self._store = store
        self._endpoint = endpoint
        self._arrived = arrived

    def put(self, case: Case) -> Event:
        """Its files first, the version last (C10)."""
        version = case.version
        if case.files:
            upload(self._store, self._endpoint, version, lambda each, there: self._arrived(case, each, there))
        body = submission_body(version.manifest, version.seal_kid, version.sealed)
        answer = self._endpoint.put_version(version.return_key, version.version_id, body)
        case.evidence, event = weigh(self._store, self._endpoint, version, answer)
        return event

    def ask(self, case: Case) -> Event:
        """GET, unless an answer about many has told of it already."""
        version, told = case.version, case.told
        if told is not None:
            case.told = None
            case.evidence, event = weigh(self._store, self._endpoint, version, told)
            return event
        tagged = self._endpoint.get_version(version.return_key, version.version_id, case.etag)
        if tagged.state is None:
            return Unchanged()
        case.evidence, event = weigh(self._store, self._endpoint, version, tagged.state)
        case.etag = tagged.etag
        return event

    def told(self, item: BundleItem, case: Case) -> Event:
        """What the answer to a carry file says of a version."""
        if item.state is not None:
            case.evidence, event = weigh(self._store, self._endpoint, case.version, item.state)
            return event
        name = item.problem.name if item.problem else ""
        head = item.problem.head.version_id if item.problem and item.problem.head else None
        raise problem_answer(name, item.status, told=item.problem.retry if item.problem else None, head=head)

    def promise(self, case: Case) -> bool:
        """Promise that the bytes follow (C9); whether the endpoint's acknowledgement verified and is kept.

        A promise that cannot be made keeps nothing from being sent: whatever stands in its way is passed over.
        """
        version = case.version
        size = len(submission_body(version.manifest, version.seal_kid, version.sealed))
        asked = CommitRequest(version.return_key, version.version_id, version.sealed_sha256, size)
        body = commit_body(asked, self._endpoint.own_device.signer)
        try:
            token = self._endpoint.commit(body, version.version_id)
            with_keys(self._endpoint, lambda keys: check_ack(token, asked, keys, self._endpoint.env))
        except JibaoError:
            return False
        self._store.run(lambda books: promises.put(books, version.version_id, token))
        return True

    def outcome(self, case: Case, request: Callable[[Case], Event]) -> Event:
        """The event a request led to; after one that must not be repeated, ``case.alarm`` is set."""
        try:
            return request(case)
        except ProblemAnswer as problem:
            case.trouble = problem.params
            if problem.code == "problem.unknown-version":
                return UnknownVersion()
            case.head = problem.head
            if problem.code == "problem.attachments-incomplete":
                self._store.run(lambda books: attached.doubt(books, case.version.version_id))
            mine = self._store.run(lambda books: is_mine(books, case))
            return Refused(problem.code, problem.retry, problem.retry_after, mine)
        except attached.SealedGone as gone:  # for good: a new version is sealed from the file that is there
            case.trouble = gone.params
            return Refused(gone.code, Retry.PERSON)
        except NetworkFailure as failure:
            case.trouble = failure.params
            case.alarm = case.alarm or failure.stop
            return NoAnswer(failure.code, failure.unsent, failure.stop)
        except ProtocolFault as fault:
            case.trouble = fault.params
            return Unverified(fault.code)
        except Stopped:  # between two pieces of a file: the version itself has not left
            return NoAnswer("sync.stopped", unsent=True)
        except WorldError as error:  # the bureau's keys cannot be had; nothing was sent without them
            case.trouble = error.params
            return NoAnswer(error.code)
