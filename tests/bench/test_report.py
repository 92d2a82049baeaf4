"""The arithmetic of the measures, and how they are asked for."""

import pytest

from bench.__main__ import main
from bench.report import percentile


def test_a_percentile_is_a_sample_that_was_measured():
    samples = [float(n) for n in range(100, 0, -1)]
    assert (percentile(samples, 0.5), percentile(samples, 0.99), percentile(samples, 1)) == (50, 99, 100)
    assert percentile([0.3], 0.99) == 0.3
    with pytest.raises(ValueError, match="no samples"):
        percentile([], 0.5)


def test_an_unknown_name_lists_the_measures(capsys):
    assert main(["speed"]) == 2
    said = capsys.readouterr().out
    assert all(name in said for name in ("intake", "clocks", "storm", "faults"))


def test_without_servers_of_its_own_it_says_how_to_run_it(capsys, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    assert main(["storm", "--json"]) == 2
    assert "bin/bench" in capsys.readouterr().err
