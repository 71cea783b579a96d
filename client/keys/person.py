"""Whether whoever sits here is the person the account belongs to, by the password of the account (Windows)."""

from __future__ import annotations

import sys


def can_ask() -> bool:
    """Whether the system can check a password."""
    return sys.platform == "win32"


if sys.platform == "win32":
    import ctypes
    import getpass
    import os
    from ctypes import wintypes

    _NETWORK_LOGON = 3
    _DEFAULT_PROVIDER = 0

    def is_password(text: str) -> bool:
        """Whether ``text`` is the password of this account."""
        token = wintypes.HANDLE()
        log_on = ctypes.WinDLL("advapi32", use_last_error=True).LogonUserW
        domain = os.environ.get("USERDOMAIN", ".")
        arguments = (getpass.getuser(), domain, text, _NETWORK_LOGON, _DEFAULT_PROVIDER, ctypes.byref(token))
        accepted = log_on(*arguments)
        if accepted:
            ctypes.WinDLL("kernel32").CloseHandle(token)
        return bool(accepted)

else:

    def is_password(text: str) -> bool:
        """No system here checks a password for a program, so none is believed."""
        del text
        return False
