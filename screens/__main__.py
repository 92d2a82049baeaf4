"""`bin/screens [NAME…] [--to FOLDER] [--all] [--twice]`"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import django


def main(arguments: list[str]) -> int:
    """The exit code: 0, or 1 when two runs differ or a page is not what it should be."""
    options = _parse(arguments)
    if "DATABASE_URL" not in os.environ:
        print("请用 bin/screens 运行：它会启动专用的数据库。", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    django.setup()
    from screens.clock import Clock
    from screens.moment import Moment
    from screens.run import make

    options.to.mkdir(parents=True, exist_ok=True)
    with Clock() as clock:
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
        return make(Moment(clock).build(), options)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bin/screens", description="制作 README 和 docs/screens 的全部截图")
    parser.add_argument("names", nargs="*", metavar="NAME", help="只做这些画面（默认全部）")
    parser.add_argument("--to", type=Path, default=Path("docs/screens"), help="放在哪里，默认 docs/screens")
    parser.add_argument("--all", action="store_true", help="每种尺寸都做浅色和深色，供检查")
    parser.add_argument("--twice", action="store_true", help="每张做两遍，逐像素比较")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
