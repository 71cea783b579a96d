"""From what filing answers to the published shapes and exit statuses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from client.base.errors import ConflictError, JibaoError, UserError
from client.cli.results.filing import EndpointResult, FetchedResult, FiledResult, VerdictResult
from client.cli.results.texts import Problem, Text, problem_of
from client.protocol.faults import ProtocolFault
from client.protocol.identifiers import parse_return_key
from client.sync.results import FilingResult
from client.usecases.bureau import connecting, filing, receipts, watching
from client.usecases.bureau.line import Line
from client.usecases.bureau.merging import Pulled
from client.usecases.bureau.notes import note_on
from client.usecases.home.session import Session
from forms.problems import Language
from forms.words import LANGUAGES, Words

_PRESSING = (0, 1, 3, 2, 5, 4)
"""Exit statuses from the least to the most pressing."""


def gravest(statuses: Iterable[int]) -> int:
    """The exit status of several together: the most pressing of theirs, 0 where there are none."""
    return max(statuses, default=0, key=_PRESSING.index)


def status_of_filed(filed: filing.Filed) -> int:
    """The exit status of one return: 1 for its own findings, else as its problem or its version says."""
    if filed.problem is not None:
        return 1 if filed.problem.code in ("filing.errors", "filing.unexplained") else filed.problem.exit_status
    assert filed.result is not None
    return status_of(filed.result)


def status_of(result: FilingResult) -> int:
    """Received or accepted 0, returned 1, refused at the door 2, no answer yet 3, another was first 5."""
    return _STATUS_BY_STATE.get(result.state.value, 3)


_STATUS_BY_STATE = {
    "received": 0,
    "accepted": 0,
    "superseded": 0,
    "withdrawn": 0,
    "rejected": 1,
    "rejected-at-door": 2,
    "conflict": ConflictError.exit_status,
}


def filed_result(session: Session, filed: filing.Filed) -> FiledResult:
    """One return of ``submit``: its version, or why there is none."""
    if filed.result is not None:
        return version_result(session, filed.result)
    target, problem = filed.check.target, filed.problem
    return FiledResult(
        key=str(target.key),
        form=target.form,
        period=str(target.period),
        state=filed.check.state,
        problem=problem_of(problem) if problem else None,
    )


def version_result(session: Session, result: FilingResult, folder: Path | None = None) -> FiledResult:
    """One version as it stands; its receipt is written as a file into ``folder``, by default the home's."""
    firm, form, period = parse_return_key(result.return_key)
    receipt, decision = result.receipt, result.decision
    return FiledResult(
        key=result.return_key,
        form=form,
        period=str(period),
        version_id=result.version_id,
        state=result.state.value,
        receipt_no=receipt.receipt_no if receipt else None,
        received_at=receipt.received_at if receipt else None,
        timeliness=receipt.timeliness if receipt else None,
        verified=receipt is not None,
        receipt_file=str(receipts.save(session, firm, result.version_id, folder)) if receipt else None,
        promised_until=result.promised.upload_by if result.promised and not receipt else None,
        returned=[
            {"rule": finding.rule, "severity": finding.severity, "cells": list(finding.cells)}
            for finding in (decision.findings if decision else [])
        ],
        note=session.look(firm, lambda books: note_on(books, firm, decision)) or None,
        problem=_trouble(result),
    )


def fetched_result(session: Session, pulled: Pulled) -> FetchedResult:
    """One version another computer filed: taken in, different, or why it could not be fetched."""
    firm, form, period = parse_return_key(pulled.return_key)
    theirs, problem = pulled.theirs, pulled.problem
    file = receipts.save(session, firm, theirs.version_id) if theirs else None
    return FetchedResult(
        key=pulled.return_key,
        form=form,
        period=str(period),
        outcome=pulled.outcome,
        kind=theirs.kind if theirs else None,
        device=theirs.device_name if theirs else None,
        received_at=theirs.received_at if theirs else None,
        receipt_no=file.stem if file else None,
        receipt_file=str(file) if file else None,
        problem=problem_of(problem) if problem else None,
    )


def status_of_fetched(pulled: Pulled) -> int:
    """Taken in 0, another's figures beside one's own 5, not fetched as its problem says."""
    if pulled.outcome == "differs":
        return ConflictError.exit_status
    return getattr(pulled.problem, "exit_status", UserError.exit_status) if pulled.problem else 0


def _trouble(result: FilingResult) -> Problem | None:
    if result.code is None:
        return None
    return problem_of(JibaoError(result.code, **result.params))


def endpoint_result(line: Line) -> EndpointResult:
    """The endpoint that was spoken to, with what should be known of it."""
    profile = line.endpoint.profile
    told = [problem_of(each) for each in watching.seen_now(line)]
    return EndpointResult(name=profile.name, env=profile.env, base_url=profile.base_url, warnings=told)


def enrolled_result(session: Session, firm: str) -> EndpointResult | None:
    """The endpoint the firm is enrolled at, without asking it; None where it is enrolled nowhere."""
    enrolled = connecting.enrolment(session, firm)
    if enrolled is None:
        return None
    profile = connecting.profile_of(enrolled)
    told = [problem_of(each) for each in watching.warnings(session, firm)]
    return EndpointResult(name=profile.name, env=profile.env, base_url=profile.base_url, warnings=told)


def _where(fault: ProtocolFault | None, part: str, language: Language) -> str:
    """What does not match, and in which member of the file."""
    if fault is None:
        return ""
    said = fault.what(language)
    return f"{part}: {said}" if part and part not in said else said


def verdict_result(verdict: receipts.Verdict) -> VerdictResult:
    """What a receipt file proves, and where it does not match."""
    code = f"receipt.{verdict.verdict}"
    fault = verdict.fault
    where = verdict.where or (fault.code if fault else "")
    part = str(fault.params.get("part", "")) if fault else ""
    told = UserError(code, where=Words(*(_where(fault, part, language) or where for language in LANGUAGES)))
    receipt = verdict.receipt
    return VerdictResult(
        verdict=verdict.verdict,
        what=Text(zh=told.what("zh"), en=told.what("en")),
        remedy=Text(zh=told.typed_remedy("zh"), en=told.typed_remedy("en")),
        where=where,
        part=part or None,
        receipt_no=receipt.receipt_no if receipt else None,
        return_key=receipt.return_key if receipt else None,
        received_at=receipt.received_at if receipt else None,
        env=receipt.env if receipt else None,
        decision=verdict.decision.state if verdict.decision else None,
    )
