"""Brings the database up to date, fills it when it is empty, and compresses the static files when they have changed; one
Django start for all, because each costs seconds.

Run as `python -m launch.prepare LOG`. Prints one JSON object: seconds by step and the table of who can sign in, or the
step that failed; what the commands themselves say goes to stderr, a traceback to LOG.
"""

import json
import os
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

from launch import static_files
from launch.timings import Timings

STEPS = {
    "django": "载入程序",
    "migrate": "数据库迁移",
    "seed": "生成演示数据",
    "accounts": "列出演示账号",
    "static": "压缩静态文件",
}


def main(log: Path) -> int:
    """The exit code: 0 or 1."""
    timings = Timings()
    accounts = StringIO()
    try:
        with timings.step("django"):
            import django
            from django.core.management import call_command

            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
            django.setup()
        with ThreadPoolExecutor(1) as beside:  # compressing needs no database and lets the others run
            files = beside.submit(static_files.collect)
            with timings.step("migrate"):
                call_command("migrate", interactive=False, verbosity=0)
            with timings.step("seed"):
                call_command("seed_demo", "--if-empty", stdout=sys.stderr)
            with timings.step("accounts"):
                call_command("demo_accounts", stdout=accounts)
            with timings.step("static"):
                files.result()
    except Exception as error:
        log.write_text(traceback.format_exc())
        step = list(timings.seconds)[-1]
        first = (str(error).strip().splitlines() or [""])[0][:300]
        print(json.dumps({"error": f"{STEPS[step]}失败（{type(error).__name__}：{first}）"}))
        return 1
    print(json.dumps({"seconds": timings.seconds, "accounts": accounts.getvalue()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
