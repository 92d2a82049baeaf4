"""What a page says beside the form."""

import pytest
from django.http import QueryDict

from workorders.views.posted import version_seen


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("", None),
        ("_version=", None),
        ("_version=7", 7),
        ("_version=²", 0),
        ("_version=x", 0),
        ("_version=9999999999", 0),
    ],
)
def test_a_version_that_cannot_be_read_is_older_than_any(said, version):
    assert version_seen(QueryDict(said)) == version
