"""A self-made certificate for signing programs, as ``installer/signing.py`` is given one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

NO_TOOLS = not all(shutil.which(tool) for tool in ("osslsigncode", "openssl"))


def sign_with_one_of_our_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make it and name it in the environment; answers the certificate as PEM, which is its own authority."""
    key, certificate, bundle = (folder / name for name in ("key.pem", "cert.pem", "cert.p12"))
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Jibao trial"]
    words += ["-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *words], check=True, capture_output=True)
    words = ["pkcs12", "-export", "-inkey", str(key), "-in", str(certificate), "-out", str(bundle)]
    subprocess.run(["openssl", *words, "-passout", "pass:x"], check=True, capture_output=True)
    monkeypatch.setenv("JIBAO_SIGN_CERT", str(bundle))
    monkeypatch.setenv("JIBAO_SIGN_PASSWORD", "x")
    return certificate
