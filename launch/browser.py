"""The system's Chromium, for the tests that play in a real browser."""

import os
import shutil
import subprocess
import sys

from launch.places import is_root

SHELL = "chromium-headless-shell"  # the same engine with no window drawn around it: two thirds of the work
WHOLE = "chromium"  # speaks Chinese as well: the shell's date fields say mm/dd/yyyy
PACKAGES = {SHELL: [SHELL, "fonts-noto-cjk"], WHOLE: [WHOLE, "chromium-l10n", "fonts-noto-cjk"]}
NAMES = (SHELL, WHOLE, "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find(rather: str = SHELL) -> str:
    """The path of a Chromium, ``rather`` that one; or an empty string."""
    named = os.environ.get("CHROMIUM", "")
    candidates = [named, *(shutil.which(name) or "" for name in (rather, *NAMES)), *MACOS]
    return next((path for path in candidates if path and os.access(path, os.X_OK)), "")


def ensure(rather: str = SHELL) -> str:
    """Find Chromium; as root on Debian install ``rather`` when that is missing. An empty string when there is none."""
    if os.environ.get("CHROMIUM") or shutil.which(rather) or not (is_root() and shutil.which("apt-get")):
        return find(rather)
    print("正在用 apt 安装 Chromium 和中文字体 …", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES[rather]]
    # Where another Chromium serves as well, nobody waits for lists from a network that may not be there.
    for command in [install] if find(rather) else [["apt-get", "update"], install]:
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment, check=False)
    return find(rather)
