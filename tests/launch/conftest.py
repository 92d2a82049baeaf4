from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launch.checkout import Checkout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    folder: Path = tmp_path_factory.mktemp("掌灯 试")
    made = Checkout(folder)
    yield made
    made.remove()
