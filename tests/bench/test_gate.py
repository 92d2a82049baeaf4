"""The reply gate's measure from end to end; it needs no servers but the database it names."""

import pytest

from bench import gate


@pytest.mark.django_db
def test_gate_times():
    figures = gate.run(["--replies", "6", "--rounds", "2"])
    assert figures["replies"] == 12
    assert 0 < figures["p50_ms"] <= figures["p95_ms"] <= figures["slowest_ms"]
    assert {"cores", "versions", "load"} <= set(figures)


@pytest.mark.django_db
def test_gate_quality(capsys):
    figures = gate.run(["--quality"])
    assert figures["replies"] > 160
    assert "derogatory" in capsys.readouterr().out
