"""Wine's C runtime with the parts of complex numbers that numpy asks for while it is imported.

Wine 8 exports them as stubs that end the process. The copy put into the prefix answers the five that only take a
number apart (the program never computes with complex numbers); everything else is Wine's own code. Never packed.
"""

from __future__ import annotations

from pathlib import Path

import pefile

MARK = b"Wine builtin DLL"
STUB = bytes.fromhex("4883ec28488d0d")
"""How every stub begins: it loads its own name to complain with."""

CODE = {
    "crealf": "66480f6ec1c3",  # movq xmm0, rcx; ret — both floats come in one register
    "cimagf": "48c1e920660f6ec1c3",  # shr rcx, 32; movd xmm0, ecx; ret
    "creall": "f20f1001c3",  # movsd xmm0, [rcx]; ret — a double by reference
    "cimag": "f20f104108c3",  # movsd xmm0, [rcx + 8]; ret
    "cimagl": "f20f104108c3",
}


def patched(library: Path) -> bytes:
    """A native copy of Wine's ``ucrtbase.dll``; functions that are no stubs (a newer Wine) stay as they are."""
    program = pefile.PE(str(library))
    data = bytearray(library.read_bytes())
    for symbol in program.DIRECTORY_ENTRY_EXPORT.symbols:
        code = CODE.get((symbol.name or b"").decode())
        if code is None:
            continue
        place = program.get_offset_from_rva(symbol.address)
        if data[place : place + len(STUB)] == STUB:
            data[place : place + len(code) // 2] = bytes.fromhex(code)
    program.close()
    mark = data.find(MARK)
    if mark >= 0:
        data[mark : mark + len(MARK)] = b"\0" * len(MARK)  # else Wine loads its own file instead
    return bytes(data)
