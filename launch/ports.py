"""TCP ports of this machine."""

import socket

from launch.problem import Problem


def free_port(host: str = "127.0.0.1", but: int = 0) -> int:
    """A port nobody listens on right now, another than ``but``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        with socket.socket(family) as probe:
            probe.bind((host, 0))
            port = int(probe.getsockname()[1])
        if port != but:
            return port


def require_free(host: str, port: int) -> None:
    """Raises Problem unless a server may listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except PermissionError:
            raise Problem(f"没有权限监听端口 {port}：请用 --port 换一个 1024 以上的端口。") from None
        except OverflowError:
            raise Problem(f"端口 {port} 不存在：请用 --port 换一个。") from None
        except OSError:
            hint = f"端口 {port} 已被别的程序占用或地址 {host} 不是本机的：请先结束那个程序，或用 --port 换一个端口。"
            raise Problem(hint) from None
