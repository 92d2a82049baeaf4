"""Hashed and compressed static files for the demo, made anew only when a file or a library has changed."""

import hashlib
from pathlib import Path

from launch.places import ROOT

UNUSED = ["redoc", "*.md"]  # of the API docs' two faces one is shown


def collect() -> None:
    """Fill STATIC_ROOT, unless it was made of these very files. Wants Django set up."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    if not apps.is_installed("django.contrib.staticfiles") or not getattr(settings, "HASHED_STATIC", False):
        return
    folder = Path(settings.STATIC_ROOT)
    marker = folder.with_name(f"{folder.name}.made-of")
    made_of = fingerprint()
    if marker.exists() and marker.read_text() == made_of:
        return
    marker.unlink(missing_ok=True)  # half made is not made
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED)
    marker.write_text(made_of)


def fingerprint() -> str:
    """Of everything under static/, of how it is collected, and of the libraries that bring files of their own."""
    digest = hashlib.sha256()
    own = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    for path in [*own, ROOT / "requirements.txt"]:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
