"""The table of problems is whole: classes, words, and who can mend it."""

from __future__ import annotations

import pytest

from client.base.errors import ConflictError, JibaoError, OurFault, UserError, WorldError
from client.net.problems import KINDS, UNNAMED, Retry, problem_answer, retry_class


@pytest.mark.parametrize("code", sorted(KINDS))
def test_each_problem_has_words_in_both_languages(code: str) -> None:
    kind = code.removeprefix("problem.")
    found = problem_answer(kind, KINDS[code].statuses[0])
    assert found.code == code
    for language in ("zh", "en"):
        assert found.what(language) != code
        assert found.remedy(language)


@pytest.mark.parametrize(
    ("kind", "root"),
    [
        ("base-moved", ConflictError),
        ("period-closed", UserError),
        ("enrolment-code-used", UserError),
        ("idempotency-reused", OurFault),
        ("busy", WorldError),
        ("internal", WorldError),
        ("manifest-invalid", WorldError),
    ],
)
def test_each_problem_belongs_to_who_can_mend_it(kind: str, root: type[JibaoError]) -> None:
    assert isinstance(problem_answer(kind, KINDS[f"problem.{kind}"].statuses[0]), root)


@pytest.mark.parametrize(
    ("status", "retry", "code"),
    [
        (400, Retry.NEVER, UNNAMED),
        (401, Retry.AUTHENTICATE, UNNAMED),
        (404, Retry.NEVER, UNNAMED),
        (418, Retry.NEVER, UNNAMED),
        (429, Retry.AS_TOLD, "problem.rate-limited"),
        (500, Retry.SAME_BYTES, "problem.internal"),
        (503, Retry.AS_TOLD, "problem.busy"),
        (599, Retry.SAME_BYTES, "problem.internal"),
    ],
)
def test_a_problem_nobody_has_heard_of_goes_by_its_status(status: int, retry: Retry, code: str) -> None:
    """Also in words: a type that says nothing, as ``about:blank`` of RFC 9457, is no refusal at 503."""
    found = problem_answer("from-the-future", status)
    assert (found.code, found.retry) == (code, retry)
    assert ("from-the-future" in found.what("en")) == (code == UNNAMED)


def test_what_the_answer_says_overrides_the_table() -> None:
    assert retry_class("problem.internal", 500, "never") is Retry.NEVER
    assert retry_class("problem.internal", 500, "nonsense") is Retry.SAME_BYTES
    assert retry_class("problem.internal", 500, None) is Retry.SAME_BYTES
