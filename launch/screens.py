"""bin/screens: the pictures, from a database of their own."""

from launch import browser, environment
from launch.child import run_to_end
from launch.problem import Problem
from launch.servers import servers


def run(arguments: list[str]) -> int:
    """The exit code of `python -m screens`. Raises Problem without a Chromium."""
    chromium = browser.ensure(browser.WHOLE)
    if not chromium:
        raise Problem("没有找到 Chromium：请先运行 sudo apt install chromium fonts-noto-cjk，再运行一次。")
    with servers("test") as found:
        variables = environment.for_tests(found.environment(), found.home.data)
        return run_to_end(["-m", "screens", *arguments], variables | {"CHROMIUM": chromium})
