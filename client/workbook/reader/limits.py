"""What a workbook may cost, and how a process is held to it on each operating system."""

from __future__ import annotations

import subprocess
import sys

import msgspec

MIB = 1024 * 1024


class Limits(msgspec.Struct, frozen=True):
    """Bounds of reading one file. Sizes in bytes; ``seconds`` of processor time."""

    file_bytes: int = 256 * MIB
    unpacked_bytes: int = 1536 * MIB
    """All compressed parts together, declared and as really unpacked."""
    ratio: int = 250
    """Unpacked to packed size of one part; only parts above ``ratio_from`` are held to it."""
    ratio_from: int = 16 * MIB
    parts: int = 20_000
    cells: int = 20_000_000
    seconds: float = 60.0
    patience: float = 3.0
    """So many times the seconds are waited by the clock: the computer may be busy with other things."""
    memory_bytes: int = 4096 * MIB

    @property
    def waiting(self) -> float:
        """How long an answer is waited for, in seconds by the clock."""
        return self.seconds * self.patience


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    _ACTIVE_PROCESSES, _PROCESS_MEMORY, _KILL_ON_CLOSE = 0x8, 0x100, 0x2000
    _EXTENDED_LIMIT_INFORMATION = 9

    def confine(process: subprocess.Popen[bytes], limits: Limits) -> object:
        """Put the child into a Job Object: memory bound, no children, ends with us. Keep what is returned."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.OpenProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (
            wintypes.HANDLE,
            ctypes.c_int,
            ctypes.c_void_p,
            wintypes.DWORD,
        )
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        job = kernel.CreateJobObjectW(None, None)
        held = _ExtendedLimits()
        held.BasicLimitInformation.LimitFlags = _ACTIVE_PROCESSES | _PROCESS_MEMORY | _KILL_ON_CLOSE
        # A virtual environment's python.exe is a launcher that starts the real interpreter as its own child.
        held.BasicLimitInformation.ActiveProcessLimit = 2
        held.ProcessMemoryLimit = limits.memory_bytes
        kernel.SetInformationJobObject(job, _EXTENDED_LIMIT_INFORMATION, ctypes.byref(held), ctypes.sizeof(held))
        whole_process = 0x1F0FFF
        handle = kernel.OpenProcess(whole_process, False, process.pid)
        kernel.AssignProcessToJobObject(job, handle)
        kernel.CloseHandle(handle)
        return _Job(kernel, job)

    class _Job:
        """The last handle of the job: closing it ends every process inside."""

        def __init__(self, kernel: ctypes.WinDLL, handle: int) -> None:
            self._kernel = kernel
            self._handle = handle

        def __del__(self) -> None:
            self._kernel.CloseHandle(self._handle)

    def confine_self(_limits: Limits) -> None:
        """Nothing to do inside: the parent's Job Object holds the child."""

else:
    import resource

    def confine(_process: subprocess.Popen[bytes], _limits: Limits) -> object:
        """Nothing to do outside: the child confines itself before it opens a file."""
        return None

    def confine_self(limits: Limits) -> None:
        """Bound this process's memory, and its processor time counted from now."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 1
        bounds = {resource.RLIMIT_AS: limits.memory_bytes, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
        for what, bound in bounds.items():
            _, most = resource.getrlimit(what)
            resource.setrlimit(what, (bound if most == resource.RLIM_INFINITY else min(bound, most), most))
