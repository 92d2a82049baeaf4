"""The demo's static files are made once, and again only when one has changed."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from launch import static_files


@pytest.fixture
def hashed(settings, tmp_path, monkeypatch):
    """A small static folder, served as in earnest."""
    root = tmp_path / "checkout"
    (root / "static").mkdir(parents=True)
    (root / "static" / "a.css").write_text(".a { color: inherit; }\n" * 40)
    (root / "requirements.txt").write_text("whitenoise")
    monkeypatch.setattr(static_files, "ROOT", root)
    monkeypatch.setattr(static_files, "UNUSED", ["admin", "rest_framework", "drf_spectacular_sidecar", "django_htmx"])
    settings.HASHED_STATIC = True
    settings.STATIC_ROOT = str(tmp_path / "collected")
    settings.STATICFILES_DIRS = [root / "static"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    return root


def made(settings) -> dict[str, float]:
    return {path.name: path.stat().st_mtime_ns for path in Path(settings.STATIC_ROOT).glob("a.*")}


def test_collected_once_with_compressed_copies(hashed, settings):
    static_files.collect()
    first = made(settings)
    static_files.collect()

    assert made(settings) == first
    name = Path(staticfiles_storage.url("a.css")).name
    assert name != "a.css"
    assert {f"{name}.br", f"{name}.gz"} <= set(first)


def test_collected_again_when_a_file_has_changed(hashed, settings):
    static_files.collect()
    first = made(settings)
    (hashed / "static" / "a.css").write_text(".b { color: inherit; }\n" * 40)
    static_files.collect()

    assert set(made(settings)) != set(first)


def test_pages_are_compressed(client, db):
    answer = client.get("/sign-in/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
