"""Which pages may listen: those of the same host, at the port the pages have."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def allowed_origin(headers: dict[str, str]) -> str | None:
    """What to answer the browser: the asking page's origin, "" when it is ours anyway, None when it may not listen."""
    host, _ = split_domain_port(headers.get("host", ""))
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        return None
    if "origin" not in headers:
        # Browsers say where a request comes from; only from ours it comes without an origin.
        return "" if headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"} else None
    try:
        origin = urlsplit(headers["origin"])
    except ValueError:
        return None
    asked, _ = split_domain_port(origin.netloc)
    if asked != host or origin.scheme not in {"http", "https"}:
        return None
    own = origin.netloc.lower() == headers["host"].lower()
    return headers["origin"] if own or settings.EVENTS_PORT else None
