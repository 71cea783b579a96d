"""Nothing that was typed, imported or filed can be found in any file of the home."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.base.errors import JibaoError
from client.store import Books, ChangeSet, Endpoint, Enterprise, Store
from forms.periods import Period
from forms.returns import Cell, Change, Edit, Explained, Explanation, Origin, RowsEdit

FIRM = "91440101MA5TEST00A"
SEPTEMBER = Period.parse("2025-09")


def canaries() -> Iterator[str]:
    for number in range(40):
        yield f"canary-{number:02d}-7413902856"
        yield f"金丝雀{number:02d}甲乙丙丁戊己"


def spellings(text: str) -> Iterator[bytes]:
    """The ways a text could lie in a file: plain, UTF-16, base64 at each of its three alignments."""
    yield text.encode()
    yield text.encode("utf-16-le")
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + text.encode())
        yield coded[4 : len(coded) - 4]


def write(books: Books, names: list[str]) -> None:
    def cell(text: str) -> Cell:
        return Cell(text, text, None, text, Origin("workbook", f"{text} › 表 › A1", text, text))

    books.enterprises.put(Enterprise(FIRM, names[0]))
    for form in ("JY", "XM"):
        books.returns.ensure(FIRM, form, SEPTEMBER, "p")
    for number, name in enumerate(names):
        books.returns.record(Change(FIRM, "JY", SEPTEMBER, (Edit(f"JY{number:03d}", None, cell(name)),)), name)
    why = Explanation("C1", ("JY001",), "1", names[1])
    books.returns.record(Change(FIRM, "JY", SEPTEMBER, explained=(Explained(why.key, None, why),)))
    edits = tuple(Edit(f"XM[{name}].XM001", None, cell(name)) for name in names)
    change = Change(FIRM, "XM", SEPTEMBER, edits, (RowsEdit("XM", (), tuple(names)),))
    books.imports.record(ChangeSet(names[2], (change,)))
    books.changes.undo(FIRM, "XM", SEPTEMBER)
    books.scratch.put(FIRM, "JY", SEPTEMBER, "JY001", names[3])
    books.cache.put("a", names[4].encode())
    books.settings.put(names[5], b"")
    books.endpoints.put(Endpoint(firm=FIRM, profile=names[6].encode(), signing_key=names[7].encode()))


def leaks(folder: Path) -> list[tuple[str, str]]:
    found = []
    for file in sorted(folder.rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        if data[:2] == b"\x1f\x8b":
            data += gzip.decompress(data)
        found += [(file.name, name) for name in canaries() if any(each in data for each in spellings(name))]
    return found


def test_the_search_finds_what_lies_open(tmp_path: Path) -> None:
    name = next(canaries())
    for number, text in enumerate(spellings(name)):
        (tmp_path / f"open-{number}").write_bytes(b"--" + text + b"--")
    (tmp_path / "packed.gz").write_bytes(gzip.compress(name.encode()))
    assert len({file for file, _ in leaks(tmp_path)}) == 6


def test_no_canary_lies_in_the_home(tmp_path: Path, path: Path, key: bytes) -> None:
    with Store.open(path, key) as store:
        store.run(lambda books: write(books, list(canaries())))
        assert (tmp_path / "jibao.store-wal").stat().st_size > 0
        assert leaks(tmp_path) == []
    assert leaks(tmp_path) == []
    with Store.open(path, key) as store:
        kept = store.run(lambda books: books.returns.get(FIRM, "JY", SEPTEMBER))
    assert kept is not None
    assert kept.cells["JY000"].text == next(canaries())


def test_no_figure_is_in_an_error(store: Store) -> None:
    name = next(canaries())

    def twice(books: Books) -> None:
        for _ in range(2):
            store._connection.execute("INSERT INTO enterprises VALUES(?, ?)", (name, name))

    with pytest.raises(JibaoError) as refused:
        store.run(twice)
    assert name not in repr(refused.value) + str(refused.value) + refused.value.what("zh")
    assert name not in str(refused.value.__cause__)
