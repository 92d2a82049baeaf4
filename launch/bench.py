"""bin/bench: measures, against servers of their own that write to the disk as in earnest."""

from launch import environment
from launch.child import run_to_end
from launch.servers import servers


def run(arguments: list[str]) -> int:
    """The exit code of `python -m bench`. BENCH_PGBIN names the folder of pgbench and psql."""
    with servers("bench") as found:
        variables = environment.for_tests(found.environment(), found.home.data)
        variables |= {"ZHANGDENG_ENV": "demo", "BENCH_PGBIN": str(found.pgbin), "PYTHONUNBUFFERED": "1"}
        return run_to_end(["-m", "bench", *arguments], variables)
