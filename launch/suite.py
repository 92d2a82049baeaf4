"""bin/test: every test, against servers of its own."""

import os

from launch import browser, environment
from launch.child import run_to_end
from launch.servers import servers

NO_BROWSER = """
{line}
注意：没有找到 Chromium，浏览器测试全部跳过，这次的结果不完整！
请安装后再运行：sudo apt install chromium-headless-shell fonts-noto-cjk（macOS：安装 Google Chrome）。
{line}"""


def run(arguments: list[str]) -> int:
    """pytest's exit code. `arguments` are pytest's own; unless they say otherwise, one process more than there are
    cores: browsers and workers are waited for, but what waits also looks again and again."""
    chromium = browser.ensure()
    own_number = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments)
    parallel = [] if own_number else ["-n", str((os.cpu_count() or 1) + 1)]
    with servers("test") as found:
        variables = environment.for_tests(found.environment(), found.home.data)
        variables["CHROMIUM"] = chromium
        code = run_to_end(["-m", "pytest", *parallel, *arguments], variables)
    if not chromium:
        print(NO_BROWSER.format(line="!" * 78), flush=True)
    return code
