"""Static check of a packed folder: every library 64-bit, none of Wine's, all that it needs there or in Windows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pefile

AMD64 = 0x8664
IMPORTS, DELAYED = 1, 13
"""Which data directories of a program list what it needs."""

OF_WINDOWS = re.compile(
    r"(api-ms-win-.*|ext-ms-.*|advapi32|authz|avrt|bcrypt|bcryptprimitives|cfgmgr32|combase|comctl32|comdlg32|credui"
    r"|crypt32|cryptui|d2d1|d3d11|d3d12|d3d9|dbghelp|dcomp|dnsapi|dwmapi|dwrite|dxgi|fwpuclnt|gdi32|gdi32full|hid"
    r"|icuin|icuuc|imagehlp|imm32|iphlpapi|kernel32|kernelbase|ktmw32|mpr|mscms|msimg32|msvcrt|mswsock|ncrypt"
    r"|netapi32|normaliz|ntdll|ole32|oleaut32|opengl32|pdh|powrprof|profapi|propsys|psapi|rpcrt4|secur32|setupapi"
    r"|shcore|shell32|shfolder|shlwapi|sspicli|ucrtbase|uiautomationcore|urlmon|user32|userenv|usp10|uxtheme|version"
    r"|wininet|winhttp|winmm|winspool|wintrust|wldap32|ws2_32|wsock32|wtsapi32|windowscodecs)\.(dll|drv)",
    re.IGNORECASE,
)
"""What Windows 10 1809 has."""

NEVER_PACKED = re.compile(
    r"(api-ms-win-.*|ucrtbase|icuuc|icuin|icu|bcryptprimitives|kernel32|ntdll)\.dll", re.IGNORECASE
)
MARKS_OF_WINE = (b"Wine builtin DLL", b"Wine placeholder DLL")


def problems(folder: Path) -> list[str]:
    """What is wrong with the packed folder, a line each; empty when it may be shipped."""
    programs = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_program(path)]
    packed = {path.name.lower() for path in programs}
    found = [] if programs else ["there is no program in it"]
    for path in programs:
        found += [f"{path.relative_to(folder)}: {what}" for what in _of(path, packed)]
    return found


def costs(folder: Path) -> list[tuple[str, int]]:
    """Bytes by library, the largest first: what each top folder or file of the package weighs."""
    inside = next(folder.glob("lib-*"), folder)
    total: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            parts = path.relative_to(inside if path.is_relative_to(inside) else folder).parts
            total[parts[0]] += path.stat().st_size
    return total.most_common()


def _is_program(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"MZ"


def _of(path: Path, packed: set[str]) -> list[str]:
    found = []
    with path.open("rb") as file:
        head = file.read(0x100)
    if any(mark in head for mark in MARKS_OF_WINE):
        found.append("is Wine's own")
    if NEVER_PACKED.fullmatch(path.name):
        found.append("must come from Windows itself")
    program = pefile.PE(str(path), fast_load=True)
    if program.FILE_HEADER.Machine != AMD64:
        found.append(f"is not for x64 ({program.FILE_HEADER.Machine:#x})")
    program.parse_data_directories([IMPORTS, DELAYED])
    for kind in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
        for entry in getattr(program, kind, []):
            needed = entry.dll.decode().lower()
            if needed not in packed and not OF_WINDOWS.fullmatch(needed):
                found.append(f"needs {needed}, which is neither packed nor part of Windows")
    program.close()
    return found
