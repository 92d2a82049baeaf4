"""What may go wrong on a stranger's machine, as sentences."""

import errno
from pathlib import Path

DISK_FULL = "磁盘空间不足：请清理出至少 1 GB 空间后再运行一次。"


class Problem(Exception):  # not always somebody's error
    """A failure the person at the keyboard can do something about; its text is one Chinese sentence."""


def sentence_for(error: OSError) -> str:
    """The sentence for an error of the operating system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    place = error.filename if error.filename else "系统调用"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"没有写入权限：{place}。请换一个自己可写的文件夹，或改正它的属主后再运行一次。"
    return f"操作系统报告错误（{error.strerror}）：{place}。"


def last_line(log: Path) -> str:
    """The last line of a log that says something, for the end of a sentence; empty when there is none."""
    try:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    except OSError:
        return ""
    return next((line[:300] for line in reversed(lines) if line), "")


def mentions_full_disk(log: Path) -> bool:
    """Whether the log's end speaks of a full disk."""
    try:
        return "No space left on device" in log.read_text(errors="replace")[-20_000:]
    except OSError:
        return False
