"""Why a file or folder refused, in words: what the operating system says is English, and means little to most."""

from __future__ import annotations

import errno

from forms.words import Words


def reason_of(error: OSError) -> Words:
    """The reason in both languages; of what nobody has named, the operating system's own words."""
    if getattr(error, "winerror", None) in _HELD:
        return _BUSY
    own = error.strerror or ""
    return _REASONS.get(error.errno or 0, Words(own, own))


_HELD = (32, 33)
"""Windows: another program has the file open, or a part of it locked."""
_DENIED = Words("没有权限", "permission denied")
_BUSY = Words("正被别的程序使用", "another program is using it")
_FULL = Words("磁盘已满", "the disk is full")
_REASONS = {
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: Words("磁盘是只读的", "the disk is read-only"),
    errno.ENOENT: Words("文件或文件夹不存在", "there is no such file or folder"),
    errno.ENOTDIR: Words("路径中有一处不是文件夹", "a part of the path is no folder"),
    errno.EISDIR: Words("那里是一个文件夹", "a folder is there"),
    errno.EEXIST: Words("那里已有同名的文件", "a file of that name is there"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EBUSY: _BUSY,
    errno.EIO: Words("磁盘读写失败", "the disk failed"),
    errno.EINVAL: Words("名称或路径不合规定", "the name or path is not allowed"),
    errno.ENAMETOOLONG: Words("名称太长", "the name is too long"),
}
