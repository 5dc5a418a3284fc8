"""Where uploaded files are kept: a folder of this machine, or a bucket of an S3-compatible storage."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SECONDS_TO_CONNECT = 5
_SECONDS_TO_ANSWER = 30
# A file that is read is kept in memory up to this size, and beyond it on the disk.
_MOST_IN_MEMORY = 8 * 1024 * 1024


def media_storage(address: str) -> dict[str, Any]:
    """Return the storage for ``MEDIA_S3_URL``: ``s3://key:secret@host/bucket?region=eu-west-2``; a folder when it is empty.

    ``?tls=0`` speaks plain HTTP, with a server on the same machine. Files are private: readers get them through our
    views alone, which ask for permission.
    """
    if not address:
        return {"BACKEND": "core.files.uploads_folder.UploadsFolder"}
    parts = urlsplit(address)
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not (
        parts.hostname and bucket and parts.username and parts.password
    ):
        raise ImproperlyConfigured(
            "MEDIA_S3_URL is written s3://key:secret@host/bucket?region=eu-west-2"
        )
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    scheme = "http" if asked.get("tls") == "0" else "https"
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "bucket_name": bucket,
            "endpoint_url": f"{scheme}://{parts.hostname}{port}",
            "region_name": asked.get("region"),
            "file_overwrite": False,
            "default_acl": None,
            "max_memory_size": _MOST_IN_MEMORY,
            "client_config": _patience(),
        },
    }


def _patience() -> Any:
    try:
        from botocore.config import Config
    except ImportError as error:
        raise ImproperlyConfigured(
            "MEDIA_S3_URL needs django-storages: uv sync --locked --no-dev --group s3"
        ) from error
    return Config(
        connect_timeout=_SECONDS_TO_CONNECT,
        read_timeout=_SECONDS_TO_ANSWER,
        retries={"total_max_attempts": 3, "mode": "standard"},
        signature_version="s3v4",
        # The bucket in the path, and no checksums in the body: every compatible server understands both.
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
