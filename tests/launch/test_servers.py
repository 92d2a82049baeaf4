"""The servers of tests and measures: their own, crashing on demand, gone afterwards."""

import psycopg2
import redis

from launch.servers import servers


def test_servers_keep_what_was_written_over_a_crash_and_vanish_at_the_end() -> None:
    with servers("bench") as found:
        assert found.pg is not None
        assert found.valkey is not None
        assert (found.pgbin / "pgbench").exists()
        with psycopg2.connect(found.database_url) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 1 AS n")
        connection.close()

        found.pg.kill9()
        found.pg.start()
        found.valkey.kill9()
        found.valkey.start()

        with psycopg2.connect(found.database_url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT n, current_setting('fsync'), version() FROM kept")
            n, fsync, version = cursor.fetchone()
        connection.close()
        assert (n, fsync) == (1, "on")
        assert version.startswith("PostgreSQL 18")
        client = redis.Redis.from_url(found.redis_url)
        assert client.ping()
        client.close()
    assert not found.home.data.exists()
