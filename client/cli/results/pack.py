"""Answers of ``pack lint``, ``pack explain`` and ``pack diff``."""

from __future__ import annotations

import msgspec

from client.cli.results.texts import Text


class LintResult(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to mend in a pack: the file, and the rule, indicator or list in it."""

    code: str
    file: str
    key: str
    what: Text
    remedy: Text


class MentionedResult(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator a rule looks at."""

    code: str
    form: str
    name: Text
    unit: str


class GivenResult(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of an example."""

    form: str
    period: str
    address: str
    name: str
    text: str


class ExampleResult(msgspec.Struct, frozen=True, kw_only=True):
    """Cells with which a rule comes out one way; ``actual`` says why it fails."""

    cells: list[GivenResult]
    actual: Text


class ExplainedResult(msgspec.Struct, frozen=True, kw_only=True):
    """One rule; ``expected`` has a sentence for each of its lines. An example is null where none was found."""

    rule: str
    form: str
    level: str
    title: Text
    written: str
    when: str
    tolerance: str
    missing: Text
    by_row: bool
    expected: list[Text]
    indicators: list[MentionedResult]
    passing: ExampleResult | None
    failing: ExampleResult | None


class ChangedResult(msgspec.Struct, frozen=True, kw_only=True):
    """One property before and after, as written in the pack."""

    field: str
    old: str
    new: str


class DifferenceResult(msgspec.Struct, frozen=True, kw_only=True):
    """One difference of two packs, in words, with the indicators and rules it touches. ``rereads`` says that what
    is filled there is read anew or has no place any more."""

    what: str
    how: str
    key: str
    words: Text
    changed: list[ChangedResult]
    codes: list[str]
    rules: list[str]
    rereads: bool


class DraftResult(msgspec.Struct, frozen=True, kw_only=True):
    """A return begun with the old version: its filled cells a difference touches, and the rules that look anew."""

    key: str
    difference: str
    words: Text
    """What differs, by its kind and key."""
    cells: list[str]
    rules: list[str]


class VersionResult(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the definitions: ``here`` (with the program or fetched) or only offered. ``note`` says what is
    new; ``periods`` are the first and last month it is in force."""

    name: str
    here: bool
    note: Text
    periods: list[str] = []
    accepted_until: str = ""


class MovedResult(msgspec.Struct, frozen=True, kw_only=True):
    """A filled cell that does not simply stay: ``to`` is blank where it has no place any more."""

    address: str
    to: str
    text: str
    after: str
    problem: str


class MigrationResult(msgspec.Struct, frozen=True, kw_only=True):
    """A return begun with another version than the one in force. ``stays`` says why it keeps it: ``on-its-way``,
    ``filed``, ``form-gone``, ``version-missing``; blank when it can go over. ``done`` says that it went."""

    key: str
    form_name: Text
    old: str
    new: str
    stays: str
    done: bool
    moved: list[MovedResult] = []
    dropped: list[str] = []
    differences: list[DifferenceResult] = []
    appearing: list[str] = []
    settled: list[str] = []


class PackResult(msgspec.Struct, frozen=True, kw_only=True):
    """A pack, or two compared; only what the command asks for is filled."""

    pack: str
    other: str = ""
    lint: list[LintResult] = []
    explained: ExplainedResult | None = None
    differences: list[DifferenceResult] = []
    drafts: list[DraftResult] = []
    versions: list[VersionResult] = []
    migrations: list[MigrationResult] = []
