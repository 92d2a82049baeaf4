"""The arguments of bin/run. Standard library only: they are read before anything is installed."""

import argparse
from typing import NoReturn

from launch.problem import Problem

SIMULATED_SECONDS_PER_SECOND = 60.0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for english, chinese in (("unrecognized arguments", "不认识的参数"), ("argument ", "参数 ")):
            message = message.replace(english, chinese)
        raise Problem(f"{message.replace('expected one argument', '缺少值')}。说明见 bin/run --help。")


class _Chinese(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, "用法：")


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("端口应是 0 到 65535 的整数（0 表示任选一个空闲端口）")
    return port


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 1 <= speed <= 3600:
        raise argparse.ArgumentTypeError("速度应在 1 到 3600 之间（每个真实秒走多少模拟秒）")
    return speed


def parse_run(arguments: list[str]) -> argparse.Namespace:
    """Read bin/run's arguments; prints the help and exits when asked to. Raises Problem where they make no sense."""
    parser = _Parser(
        prog="bin/run",
        add_help=False,
        formatter_class=_Chinese,
        description="在本机启动整个系统：PostgreSQL、Valkey、网页、后台任务、定时器。Ctrl+C 全部结束，数据保留。",
    )
    parser._optionals.title = "参数"
    add = parser.add_argument
    add("-h", "--help", action="help", help="显示本说明")
    add("--port", type=_port, default=8000, metavar="端口", help="网页端口，默认 8000；0 表示任选一个空闲端口")
    add("--host", default="127.0.0.1", metavar="地址", help="监听地址，默认 127.0.0.1（只有本机能访问）")
    add("--reset", action="store_true", help="先清空本机的演示数据，再重新生成")
    add("--yes", action="store_true", help="与 --reset 同用：不再询问")
    add(
        "--simulate",
        type=_speed,
        nargs="?",
        const=SIMULATED_SECONDS_PER_SECOND,
        default=None,
        metavar="速度",
        help="让模拟的客户、坐席和抢修队动起来；速度为每个真实秒走多少模拟秒，默认 60",
    )
    add("--check", action="store_true", help="启动，等到一切正常，打印一行 JSON（每一步的秒数），结束；退出码 0 或 1")
    return parser.parse_args(arguments)
