"""A pack kept as one file is the very pack, and never an old one."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from client.usecases.home.kept_pack import through
from forms.pack import load_pack
from forms.pack.loader import folder_of
from forms.pack.model import Pack


def must_not_load(folder: Path) -> Pack:
    raise AssertionError("was read from its folder")


def told(pack: Pack) -> dict[str, object]:
    """A pack as plain data; packs themselves compare by identity."""
    return {name: msgspec.to_builtins(getattr(pack, name), enc_hook=repr) for name in pack.__struct_fields__}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder_of("gd-eic"), tmp_path / "pack"))


def test_what_is_read_back_is_what_was_loaded(folder: Path, tmp_path: Path) -> None:
    keep = tmp_path / "cache"
    loaded = through(keep, folder)
    kept = through(keep, folder, must_not_load)
    assert told(kept) == told(loaded)
    assert kept.constants == loaded.constants
    assert {type(value) for value in kept.constants.values()} == {type(v) for v in loaded.constants.values()}


def test_a_changed_definition_is_read_anew(folder: Path, tmp_path: Path) -> None:
    keep = tmp_path / "cache"
    before = through(keep, folder)
    head = folder / "pack.toml"
    head.write_text(head.read_text("utf-8").replace(before.title, "另一个标题"), "utf-8")
    assert through(keep, folder).title == "另一个标题"
    assert through(keep, folder, must_not_load).title == "另一个标题"


@pytest.mark.parametrize("cut", [0, 10, 32, 40, -1])
def test_a_damaged_file_costs_time_and_nothing_else(folder: Path, tmp_path: Path, cut: int) -> None:
    keep = tmp_path / "cache"
    through(keep, folder)
    (file,) = keep.iterdir()
    file.write_bytes(file.read_bytes()[:cut])
    again = through(keep, folder)
    assert again.sha256 == load_pack(folder).sha256
    through(keep, folder, must_not_load)


def test_a_place_that_cannot_be_written_does_not_matter(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    keep = tmp_path / "in the way"
    assert through(keep, folder).id == "gd-eic"
