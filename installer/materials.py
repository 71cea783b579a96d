"""What is made for the package before it is packed: icon, version, licence texts, the list of removals."""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 256)
"""Edges of the icon's pictures."""

TEXTS = ("licen", "copying", "notice", "authors")
VERSION_INFO = """VSVersionInfo(
  ffi=FixedFileInfo(filevers=({numbers}, 0), prodvers=({numbers}, 0), mask=0x3F, flags=0x0, OS=0x40004,
                    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('080404B0', [
      StringStruct('CompanyName', 'Jibao'),
      StringStruct('FileDescription', '集报 Jibao'),
      StringStruct('FileVersion', '{version}.0'),
      StringStruct('InternalName', 'jibao'),
      StringStruct('LegalCopyright', 'Apache-2.0'),
      StringStruct('OriginalFilename', 'jibao.exe'),
      StringStruct('ProductName', '集报 Jibao'),
      StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [0x0804, 1200])])
  ])
"""


def prepare(root: Path, room: Path, version: str, packages: Path | None) -> None:
    """Write icon, version information and licences into ``room``; ``packages`` holds the wheels to be packed."""
    room.mkdir(parents=True, exist_ok=True)
    write_icon(root / "resources" / "icons" / "jibao.svg", room / "jibao.ico")
    numbers = ", ".join(version.split("."))
    (room / "version.txt").write_text(VERSION_INFO.format(numbers=numbers, version=version), "utf-8")
    write_licences(room / "licences", packages)


def write_icon(svg: Path, target: Path) -> None:
    """The program's picture as a Windows icon of several sizes, each a PNG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(svg))
    pictures: list[bytes] = []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        pictures.append(bytes(data.data()))
    del application
    target.write_bytes(icon_of(pictures))


def icon_of(pictures: list[bytes]) -> bytes:
    """An ``.ico`` around PNG pictures of ``SIZES``."""
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    offset = len(head) + 16 * len(pictures)
    for size, picture in zip(SIZES, pictures, strict=True):
        edge = size % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset + len(body))
        body += picture
    return head + body


def write_licences(target: Path, packages: Path | None) -> None:
    """The licence texts of everything that is packed, a folder a library, and which Qt it is."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    found = metadata.distributions(path=[str(packages)]) if packages else metadata.distributions()
    lines = []
    for distribution in sorted(found, key=lambda each: each.metadata["Name"].lower()):
        name, version = distribution.metadata["Name"], distribution.version
        licence = distribution.metadata.get("License-Expression") or distribution.metadata.get("License") or ""
        lines.append(f"{name} {version}　{licence.splitlines()[0] if licence else ''}".rstrip())
        for source in _texts(distribution):
            place = target / name
            place.mkdir(exist_ok=True)
            shutil.copy(source, place / source.name)
    qt = next((line for line in lines if line.startswith("PySide6")), "")
    note = (
        f"Qt 随 {qt}，按 LGPL-3.0 使用，动态链接：lib-<版本>/PySide6 中的 Qt6*.dll"
        " 可以换成您自己编译的同版本文件。\nQt is used under LGPL-3.0 and linked dynamically: the Qt6*.dll in"
        " lib-<version>/PySide6 can be replaced by your own build of the same version.\n\n"
    )
    (target / "README.txt").write_text(note + "\n".join(lines) + "\n", "utf-8")


def _texts(distribution: metadata.Distribution) -> Iterator[Path]:
    for file in distribution.files or ():
        path = Path(str(distribution.locate_file(file)))
        inside = ".dist-info" in str(file)
        if inside and any(sign in path.name.lower() for sign in TEXTS) and path.is_file():
            yield path


def write_removals(packed: Path, target: Path) -> None:
    """What the uninstaller removes: exactly the files of this version, then folders that are empty by then."""
    inside = sorted(packed.rglob("*"))
    lines = [f'Delete "{_installed(path, packed)}"' for path in inside if path.is_file()]
    folders = sorted((path for path in inside if path.is_dir()), key=lambda path: -len(path.parts))
    lines += [f'RMDir "{_installed(path, packed)}"' for path in folders]
    target.write_text("\n".join(lines) + "\n", "utf-8")


def _installed(path: Path, packed: Path) -> str:
    return "$INSTDIR\\" + str(path.relative_to(packed)).replace("/", "\\").replace("$", "$$")
