"""The one hook that signs program, setup and uninstaller: ``osslsigncode`` here, ``signtool`` on Windows.

``python installer/signing.py FILE…`` signs what it is given; so the uninstaller is signed while makensis makes it.

``JIBAO_SIGN_CERT`` names a PKCS#12 file and ``JIBAO_SIGN_PASSWORD`` its password; on Windows
``JIBAO_SIGN_THUMBPRINT`` may name a certificate of the person's store instead, such as one on a token.
``JIBAO_SIGN_TIMESTAMP`` is the address of a time-stamping service, none by default. Without a certificate the
build says that nothing is signed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # makensis runs this file by itself

from installer.windows_python import Stop

WINDOWS = sys.platform == "win32"


def possible() -> bool:
    """Whether a certificate was given."""
    return any(os.environ.get(name) for name in ("JIBAO_SIGN_CERT", "JIBAO_SIGN_THUMBPRINT"))


def sign(programs: list[Path]) -> None:
    """Sign in place; raises ``Stop`` when a certificate was given and signing failed."""
    certificate, thumbprint = os.environ.get("JIBAO_SIGN_CERT"), os.environ.get("JIBAO_SIGN_THUMBPRINT")
    if not possible():
        print("  未签名：没有给出证书 · not signed: no certificate given (installer/README.md)")
        return
    for program in programs:
        if WINDOWS:
            _run(_signtool(certificate, thumbprint), program)
        else:
            _osslsigncode(certificate or "", program)


def verify(program: Path, authority: Path) -> bool:
    """Whether a program is signed by somebody ``authority`` (PEM) vouches for and unchanged since."""
    words = ["osslsigncode", "verify", "-in", str(program), "-CAfile", str(authority)]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def _osslsigncode(certificate: str, program: Path) -> None:
    if shutil.which("osslsigncode") is None:
        raise Stop("osslsigncode is not installed")
    signed = program.with_suffix(".signed")
    words = ["osslsigncode", "sign", "-pkcs12", certificate, "-pass", os.environ.get("JIBAO_SIGN_PASSWORD", "")]
    words += ["-h", "sha256", "-n", "Jibao", *_timestamp("-ts"), "-in", str(program), "-out", str(signed)]
    signed.unlink(missing_ok=True)
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"{program.name} could not be signed: {done.stdout[-500:]}{done.stderr[-500:]}")
    signed.replace(program)


def _signtool(certificate: str | None, thumbprint: str | None) -> list[str]:
    whose = ["/f", certificate, "/p", os.environ.get("JIBAO_SIGN_PASSWORD", "")] if certificate else []
    if thumbprint:
        whose = ["/sha1", thumbprint]
    return [
        "signtool",
        "sign",
        "/fd",
        "sha256",
        *whose,
        *_timestamp("/tr"),
        *(["/td", "sha256"] if _timestamp("") else []),
    ]


def _timestamp(option: str) -> list[str]:
    service = os.environ.get("JIBAO_SIGN_TIMESTAMP")
    return [option, service] if service else []


def _run(words: list[str], program: Path) -> None:
    done = subprocess.run([*words, str(program)], check=False, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"{program.name} could not be signed: {done.stdout[-500:]}{done.stderr[-500:]}")


if __name__ == "__main__":
    try:
        sign([Path(word) for word in sys.argv[1:]])
    except Stop as reason:
        sys.exit(f"✗ {reason}")
