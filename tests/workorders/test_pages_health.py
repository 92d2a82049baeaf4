"""For machines: /healthz and /metrics, without sign-in and without personal data."""

from datetime import timedelta

from django.utils import timezone

from workorders.models import Deadline


def test_healthy(client, order):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    found = answer.json()
    assert found["database"]
    assert found["broker"]
    assert found["oldest_unfired_seconds"] == 0


def test_the_age_of_the_oldest_unfired_clock(client, order):
    Deadline.objects.update(fire_at=timezone.now() - timedelta(seconds=90))
    found = client.get("/healthz").json()
    assert 89 < found["oldest_unfired_seconds"] < 100
    assert found["clocks_late"]


def test_503_without_a_broker(client, db, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["broker"] is False


def test_metrics_for_the_neighbourhood_only(client, order, monkeypatch):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b'zhangdeng_live_orders{kind="repair",state="accepted"} 1.0' in answer.content
    assert b"zhangdeng_oldest_unfired_seconds" in answer.content
    assert client.get("/metrics", REMOTE_ADDR="8.8.8.8").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 403
    monkeypatch.setenv("METRICS_TOKEN", "secret")
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer secret"}, REMOTE_ADDR="8.8.8.8").status_code == 200
