"""Reading a pack from its folder: strict, every error with the file and the line or key it is about."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from forms.pack.calendar import Calendar
from forms.pack.model import (
    NUMERIC,
    Code,
    CodeList,
    Constant,
    FilingCheck,
    FilingFields,
    Form,
    FormFields,
    Indicator,
    IndicatorFields,
    Pack,
    Profile,
    Rule,
    RuleFields,
    Section,
    fields_of,
)
from forms.pack.refusals import refusal
from forms.pack.surveying import survey
from forms.pack.written import CodeListFile, FormFile, IndicatorEntry, PackFile, RuleEntry
from forms.problems import FormsError

_PACKS = Path(__file__).resolve().parent.parent / "packs"
_DIGITS = 30
_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){20}""")
"""Keys of very many parts, which take time in the square of their number to read."""

_HIDDEN = (
    r"\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f"
)
"""Turn a text round, break it, or take no room at all, so that two names look the same."""
_ESCAPED = re.compile(rf"\\[bfeuUx]|[{_HIDDEN}]")
"""Where a text may hold what cannot be seen: TOML takes control characters by escapes alone."""
_UNSEEN = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_HIDDEN}]")
"""Would drive a terminal, or make a name read otherwise than it is; tabs and line feeds may stand in a text."""

T = TypeVar("T")


def load_pack(folder: Path | str) -> Pack:
    """The pack in ``folder``. Raises ``FormsError('pack.…')`` naming file and line or key."""
    root = Path(folder)
    if not (root / "pack.toml").is_file():
        raise FormsError("pack.not-found", folder=root.name)
    survey(root)
    head = read_part(root, root / "pack.toml", PackFile)
    calendar = (
        read_part(root, root / "calendar.toml", Calendar) if (root / "calendar.toml").is_file() else Calendar()
    )
    forms = {form.code: form for form in sorted(_forms(root, calendar), key=lambda form: ordinal(form.table_no))}
    home: dict[str, str] = {}
    for form in forms.values():
        for code in form.indicators:
            if code in home:
                raise FormsError("pack.duplicate", file=f"forms/{form.code}.toml", key=code)
            home[code] = form.code
    return Pack(
        id=head.id,
        version=head.version,
        title=head.title,
        title_en=head.title_en,
        authority=head.authority,
        document_no=head.document_no,
        supersedes=head.supersedes,
        valid_from=head.valid_from,
        valid_to=head.valid_to,
        sha256=_digest(root),
        forms=forms,
        lists={entry.id: entry for entry in _lists(root)},
        rules=_rules(root, forms),
        constants={name: _constant(name, value) for name, value in head.constants.items()},
        home=home,
        filing_checks={
            name: FilingCheck(id=name, **fields_of(e, FilingFields)) for name, e in head.filing.items()
        },
        calendar=calendar,
        profile=_profile(head.profile, forms),
    )


@cache
def bundled_versions(id: str = "gd-eic") -> tuple[str, ...]:
    """The versions of a pack that come with the program, the oldest first."""
    found = (p.name for p in (_PACKS / id).glob("*") if (p / "pack.toml").is_file())
    return tuple(sorted(found, key=ordinal))


def bundled_pack(
    id: str = "gd-eic", version: str | None = None, *, load: Callable[[Path], Pack] = load_pack
) -> Pack:
    """A pack that comes with the program; its newest version unless one is named.

    It is loaded once, so that compiled rules can be kept beside it; ``load`` is another way to the same pack.
    """
    folder = folder_of(id, version)
    return _LOADED.get(folder) or _LOADED.setdefault(folder, load(folder))


_LOADED: dict[Path, Pack] = {}


def folder_of(id: str, version: str | None = None) -> Path:
    """Where a pack that comes with the program lies; raises ``FormsError('pack.not-found')``."""
    versions = bundled_versions(id)
    if not versions or (version is not None and version not in versions):
        raise FormsError("pack.not-found", folder=f"{id}/{version or '*'}")
    return _PACKS / id / (version or versions[-1])


def ordinal(version: str) -> tuple[int, ...]:
    """What versions are ordered by: their numbers."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _digest(root: Path) -> str:
    """SHA-256 over the sorted list of paths and contents; line ends do not count."""
    total = hashlib.sha256()
    for path in sorted(root.rglob("*.toml"), key=lambda p: p.relative_to(root).as_posix()):
        content = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def _files(root: Path, kind: str) -> Iterator[Path]:
    return iter(sorted((root / kind).glob("*.toml")))


def read_part(root: Path, path: Path, shape: type[T]) -> T:
    """One file of a pack as ``shape``; raises ``FormsError('pack.…')`` with file and key."""
    return _convert(_toml(root, path), shape, path.relative_to(root).as_posix())


def _toml(root: Path, path: Path) -> dict[str, Any]:
    file = path.relative_to(root).as_posix()
    try:
        text = path.read_text("utf-8-sig")
        if _LONG_KEY.search(text):
            raise FormsError("pack.long-key", file=file)
        raw = tomllib.loads(text, parse_float=Decimal)
        _refuse_unseen(raw if _ESCAPED.search(text) else "", file, "")
    except UnicodeDecodeError as error:
        raise FormsError("pack.not-utf8", file=file) from error
    except (ValueError, RecursionError) as error:  # also a whole number of thousands of digits
        raise FormsError("pack.not-toml", file=file, problem=error) from error
    return raw


def _refuse_unseen(raw: object, file: str, key: str) -> None:
    """Raises ``FormsError('pack.unseen-character')`` for the first text or key that holds one."""
    if isinstance(raw, str) and (found := _UNSEEN.search(raw)):
        raise FormsError("pack.unseen-character", file=file, key=key, character=f"U+{ord(found[0]):04X}")
    if isinstance(raw, list):
        for value in raw:
            _refuse_unseen(value, file, key)
    if isinstance(raw, dict):
        about = next((code for code in (raw.get("code"), raw.get("name")) if isinstance(code, str)), "")
        about = key if _UNSEEN.search(about) else about or key
        for name, value in raw.items():
            _refuse_unseen(name, file, about)
            _refuse_unseen(value, file, f"{about} › {name}" if about else name)


def _convert(raw: object, shape: type[T], file: str, name: str = "") -> T:
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise refusal(raw, shape, file, name, error) from error


def _forms(root: Path, calendar: Calendar) -> Iterator[Form]:
    for path in _files(root, "forms"):
        written = read_part(root, path, FormFile)
        if path.stem != written.code:
            raise FormsError("pack.misnamed", file=f"forms/{path.name}", key=written.code)
        indicators: dict[str, Indicator] = {}
        for section in written.section:
            for entry in section.indicator:
                if entry.code in indicators:
                    raise FormsError("pack.duplicate", file=f"forms/{path.name}", key=entry.code)
                indicators[entry.code] = _indicator(written, section.name, entry)
        yield _form(written, indicators, calendar)


def _form(written: FormFile, indicators: dict[str, Indicator], calendar: Calendar) -> Form:
    row_name = written.row_key if written.row_name is None else written.row_name
    for name, key in (("row_key", written.row_key), ("row_name", row_name)):
        if (key is None) != (written.shape == "single") or (key is not None and key not in indicators):
            raise FormsError("pack.row-key", file=f"forms/{written.code}.toml", key=key or name)
    sections = (Section(s.name, s.name_en, tuple(i.code for i in s.indicator)) for s in written.section)
    taken = fields_of(written, FormFields) | {"row_name": row_name}
    return Form(**taken, calendar=calendar, sections=tuple(sections), indicators=indicators)


def _indicator(form: FormFile, section: str, entry: IndicatorEntry) -> Indicator:
    numeric = entry.type in NUMERIC and not entry.computed
    return Indicator(
        **fields_of(entry, IndicatorFields),
        form=form.code,
        section=section,
        parts={part.name: part for part in entry.part},
        table={part.name: part for part in entry.column},
        columns=form.columns if numeric and entry.columns else (),
    )


def _lists(root: Path) -> Iterator[CodeList]:
    for path in _files(root, "lists"):
        written = read_part(root, path, CodeListFile)
        codes: dict[str, Code] = {}
        for entry in written.code:
            if entry.code in codes:
                raise FormsError("pack.duplicate", file=f"lists/{path.name}", key=entry.code)
            codes[entry.code] = entry
        yield CodeList(path.stem, written.name, written.name_en, codes)


def _rules(root: Path, forms: Mapping[str, Form]) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for path in _files(root, "rules"):
        if path.stem not in forms:
            raise FormsError("pack.misnamed", file=f"rules/{path.name}", key=path.stem)
        for name, raw in _toml(root, path).items():
            entry = _convert(raw, RuleEntry, f"rules/{path.name}", name)
            if name in rules:
                raise FormsError("pack.duplicate", file=f"rules/{path.name}", key=name)
            rules[name] = Rule(id=name, form=path.stem, **fields_of(entry, RuleFields))
    return rules


def _profile(written: Profile, forms: Mapping[str, Form]) -> Profile:
    form = forms.get(written.form)
    known: Mapping[str, object] = form.indicators if form and form.shape == "single" else {}
    named = [code for code in (*written.people.values(), written.phone) if code]
    wrong = next((code for code in named if code not in known), "" if known else written.form)
    if wrong:
        raise FormsError("pack.profile", file="pack.toml", key=wrong)
    return written


def _constant(name: str, value: object) -> Constant:
    if isinstance(value, bool):
        raise FormsError("pack.constant", file="pack.toml", key=name)
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        if not number.is_finite() or not -_DIGITS < number.adjusted() < _DIGITS:
            raise FormsError("pack.constant", file="pack.toml", key=name)
        return number
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise FormsError("pack.constant", file="pack.toml", key=name)
