"""Modules that are imported when they are first looked into."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from client.base.lazy_modules import Late, load_datetime, load_hashlib, load_msgspec, put_off, withheld


@pytest.fixture(autouse=True)
def unloaded() -> Iterator[None]:
    """Two small modules of the standard library, forgotten before and put back afterwards."""
    held = {name: sys.modules.pop(name, None) for name in ("colorsys", "wsgiref", "wsgiref.headers")}
    yield
    for name, module in held.items():
        sys.modules.pop(name, None)
        if module is not None:
            sys.modules[name] = module


def test_what_is_put_off_is_imported_when_it_is_looked_into() -> None:
    with put_off("colorsys"):
        colorsys = importlib.import_module("colorsys")
    assert isinstance(colorsys, Late)
    assert "colorsys" not in sys.modules
    assert colorsys.rgb_to_hsv(1, 1, 1) == (0.0, 0, 1)
    assert "colorsys" in sys.modules


def test_whoever_imports_it_afterwards_gets_the_module_itself() -> None:
    with put_off("colorsys"):
        pass
    assert not isinstance(importlib.import_module("colorsys"), Late)


def test_looked_into_at_once_it_is_there_at_once() -> None:
    with put_off("colorsys"):
        from colorsys import rgb_to_hsv

        assert rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
        assert not isinstance(sys.modules["colorsys"], Late)


def test_through_its_package_it_is_reached_too() -> None:
    with put_off("wsgiref.headers"):
        import wsgiref.headers
    assert "wsgiref.headers" not in sys.modules
    assert wsgiref.headers.Headers([("a", "b")])["a"] == "b"


def test_what_is_there_already_is_not_put_off() -> None:
    import colorsys

    with put_off("colorsys"):
        assert sys.modules["colorsys"] is colorsys


def test_what_a_module_does_not_have_it_does_not_have() -> None:
    with put_off("colorsys"):
        colorsys = importlib.import_module("colorsys")
    assert not hasattr(colorsys, "__path__")
    assert "colorsys" not in sys.modules, "nobody wanted anything of it"
    assert not hasattr(colorsys, "nothing")


def test_what_is_withheld_seems_not_to_be_installed() -> None:
    with withheld("colorsys"), pytest.raises(ModuleNotFoundError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").rgb_to_hsv(1, 1, 1) == (0.0, 0, 1)
    with withheld("colorsys"):
        assert importlib.import_module("colorsys")


def test_which_system_it_is_is_known_without_asking() -> None:
    import platform

    system, machine = platform.system(), platform.machine()
    held = sys.modules.pop("platform")
    try:
        with put_off("platform"):
            late: Any = importlib.import_module("platform")
            assert late.system() == system
            assert sys.modules["platform"] is late
        assert late.machine() == machine
        assert sys.modules["platform"] is not late
    finally:
        sys.modules["platform"] = held


def test_dates_are_the_same_without_their_half_in_python() -> None:
    """Those of datetime as it is here, those of a Python of its own."""
    told = (
        "import copy, datetime, pickle;"
        "then = datetime.datetime(2025, 9, 30, 8, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=8)));"
        "print(pickle.loads(pickle.dumps(then)), copy.deepcopy(then.date()), f'{then:%Y-%m-%d}', datetime.UTC,"
        "datetime.datetime.strptime('2025-09', '%Y-%m'), sorted(name for name in dir(datetime) if name[0] != '_'))"
    )
    lean = "from client.base.lazy_modules import load_datetime; load_datetime();"
    whole, half = (
        subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout
        for script in (told, f"{lean} {told}; print(datetime.__name__)")
    )
    assert half == whole.replace(", 'sys'", "") + "_datetime\n"
    load_datetime()


def test_msgspec_needs_nothing_that_is_withheld_from_it() -> None:
    """In a Python of its own: hints that an older one would take from there are understood."""
    script = """
import sys
from client.base.lazy_modules import load_msgspec
load_msgspec()
assert "typing_extensions" not in sys.modules
import typing, msgspec
class Kept(typing.TypedDict):
    must: typing.Required[int]
    may: typing.NotRequired[typing.Annotated[str, msgspec.Meta(min_length=2)]]
print(msgspec.convert({"must": 1}, Kept), msgspec.json.schema(Kept)["$defs"]["Kept"]["required"])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split("\n")[0] == "{'must': 1} ['must']"
    load_msgspec()


def test_hashes_are_the_same_without_openssl() -> None:
    """Those of hashlib as it is here, those of a Python of its own without."""
    told = (
        "import hashlib, hmac, io;"
        "print(hashlib.sha256(b'a' * 99).hexdigest(), hashlib.new('sha512', b'a').hexdigest(),"
        "hmac.digest(b'k', b'a', 'sha256').hex(), hmac.new(b'k', b'a', hashlib.sha256).hexdigest(),"
        "hashlib.file_digest(io.BytesIO(b'a' * 999), 'sha256').hexdigest(), hmac.compare_digest(b'a', b'a'))"
    )
    lean = "import sys; from client.base.lazy_modules import load_hashlib; load_hashlib();"
    with_openssl, without = (
        subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True).stdout
        for script in (told, f"{lean} {told}; print('_hashlib' in sys.modules)")
    )
    assert without == f"{with_openssl}False\n"
    load_hashlib()


def test_futures_write_down_what_went_wrong_once_something_has() -> None:
    """In a Python of its own: nothing for standard error is lost, and no logger is loaded before."""
    script = """
import sys
from client.base.lazy_modules import load_futures, put_off
load_futures()
from concurrent.futures import Future, ThreadPoolExecutor
assert ThreadPoolExecutor(1).submit(sum, (1, 2)).result() == 3
with put_off("logging"):
    import logging as late
late.getLogger("keyring").debug("unheard")
print("logging" in sys.modules)
broken = Future()
broken.add_done_callback(lambda _: 1 / 0)
broken.set_result(None)
import logging
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(message)s")
late.getLogger("keyring").debug("heard")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["False", "heard"]
    assert "exception calling callback" in done.stderr
    assert "ZeroDivisionError" in done.stderr
