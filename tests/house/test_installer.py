"""What the package is made of, checked without making it: icon, licences, removals, the hook that signs."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from client.base.version import VERSION
from installer import inspecting, materials, signing
from installer.windows_python import Stop
from tests.code_signing import NO_TOOLS, sign_with_one_of_our_own

ROOT = Path(__file__).resolve().parents[2]


def test_the_icon_has_a_picture_for_every_size(qapp: object, tmp_path: Path) -> None:
    target = tmp_path / "jibao.ico"
    materials.write_icon(ROOT / "resources" / "icons" / "jibao.svg", target)
    data = target.read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind, count) == (0, 1, len(materials.SIZES))
    for number, size in enumerate(materials.SIZES):
        edge, _, _, _, _, depth, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert (edge or 256, depth) == (size, 32)
        assert data[offset : offset + 4] == b"\x89PNG"
        assert offset + length <= len(data)


def test_licence_texts_of_what_is_packed_are_there(tmp_path: Path) -> None:
    materials.write_licences(tmp_path / "licences", None)
    index = (tmp_path / "licences" / "README.txt").read_text("utf-8")
    for name in ("PySide6_Essentials", "openpyxl", "httpx", "cryptography", "keyring"):
        assert name in index
    assert "LGPL-3.0" in index
    assert any((tmp_path / "licences" / "httpx").iterdir())


def test_only_what_was_installed_is_removed(tmp_path: Path) -> None:
    packed = tmp_path / "jibao"
    (packed / "lib-0.1.0" / "a").mkdir(parents=True)
    (packed / "jibao.exe").write_bytes(b"MZ")
    (packed / "lib-0.1.0" / "a" / "$x.dll").write_bytes(b"")
    materials.write_removals(packed, tmp_path / "removals.nsh")
    assert (tmp_path / "removals.nsh").read_text("utf-8").splitlines() == [
        r'Delete "$INSTDIR\jibao.exe"',
        r'Delete "$INSTDIR\lib-0.1.0\a\$$x.dll"',
        r'RMDir "$INSTDIR\lib-0.1.0\a"',
        r'RMDir "$INSTDIR\lib-0.1.0"',
    ]


def test_version_information_is_the_programs(tmp_path: Path, qapp: object) -> None:
    materials.prepare(ROOT, tmp_path, VERSION, None)
    told = (tmp_path / "version.txt").read_text("utf-8")
    assert f"'ProductVersion', '{VERSION}'" in told


def test_a_folder_without_a_program_is_not_shipped(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("", "utf-8")
    assert inspecting.problems(tmp_path) == ["there is no program in it"]


@pytest.mark.skipif(shutil.which("x86_64-w64-mingw32-gcc-win32") is None, reason="no compiler for Windows here")
def test_a_library_that_is_nowhere_is_named(tmp_path: Path) -> None:
    source = tmp_path / "a.c"
    source.write_text("__declspec(dllimport) int missing(void); int main(void) { return missing(); }", "utf-8")
    other = tmp_path / "b.c"
    other.write_text("__declspec(dllexport) int missing(void) { return 0; }", "utf-8")
    compiler = "x86_64-w64-mingw32-gcc-win32"
    words = ["-shared", "-o", str(tmp_path / "elsewhere.dll"), str(other)]
    subprocess.run([compiler, *words], check=True)
    (tmp_path / "packed").mkdir()
    words = ["-o", str(tmp_path / "packed" / "a.exe"), str(source), str(tmp_path / "elsewhere.dll")]
    subprocess.run([compiler, *words], check=True)
    found = inspecting.problems(tmp_path / "packed")
    assert found == ["a.exe: needs elsewhere.dll, which is neither packed nor part of Windows"]
    shutil.copy(tmp_path / "elsewhere.dll", tmp_path / "packed")
    assert inspecting.problems(tmp_path / "packed") == []


def test_without_a_certificate_the_build_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("JIBAO_SIGN_CERT", raising=False)
    monkeypatch.delenv("JIBAO_SIGN_THUMBPRINT", raising=False)
    signing.sign([tmp_path / "jibao.exe"])
    assert "not signed" in capsys.readouterr().out


@pytest.mark.skipif(
    NO_TOOLS or shutil.which("x86_64-w64-mingw32-gcc-win32") is None,
    reason="no signing tools here",
)
def test_a_self_made_certificate_signs_and_a_changed_program_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, program = tmp_path / "a.c", tmp_path / "a.exe"
    source.write_text("int main(void) { return 0; }", "utf-8")
    subprocess.run(["x86_64-w64-mingw32-gcc-win32", "-o", str(program), str(source)], check=True)
    certificate = sign_with_one_of_our_own(tmp_path, monkeypatch)
    assert not signing.verify(program, certificate)
    signing.sign([program])
    assert signing.verify(program, certificate)
    data = bytearray(program.read_bytes())
    data[0x400] ^= 1
    program.write_bytes(data)
    assert not signing.verify(program, certificate)
    monkeypatch.setenv("JIBAO_SIGN_PASSWORD", "wrong")
    with pytest.raises(Stop, match=r"a\.exe"):
        signing.sign([program])
