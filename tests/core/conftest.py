"""Fixtures of core: a bucket in place of the folder of uploads."""

from collections.abc import Iterator

import pytest

from config.media import media_storage
from tests.core.s3_server import Bucket, s3_server


@pytest.fixture
def bucket(settings) -> Iterator[Bucket]:
    """Uploads in a bucket, by a small server of this test's own."""
    with s3_server() as served:
        settings.STORAGES = {**settings.STORAGES, "default": media_storage(served.address)}
        yield served
