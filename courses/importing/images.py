"""The images of a course in files: listed in ``course.yaml``, read from its folder, made ready to be stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from courses.importing.problems import Check
from courses.media.images import PreparedImage, prepared_image

# As many images, files and recordings as a course may hold.
MOST_IMAGES = 300
_MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class ImageDraft:
    """An image under the name by which lessons show it, with what it shows; not stored yet."""

    slug: str
    image: PreparedImage
    alt: str
    is_decoration: bool


def with_contents(course: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the course with the bytes of each file that its ``images`` and ``files`` name, as ``content``.

    What is missing, too large or outside of the folder has no content; ``check_images`` and ``check_files`` say so.
    """
    most = {"images": _MOST_BYTES, "files": settings.MAX_UPLOAD_BYTES}
    listed = {name: course[name] for name in most if isinstance(course.get(name), list)}
    return course | {
        name: [_with_content(item, folder, most[name]) for item in items]
        for name, items in listed.items()
    }


def _with_content(item: Any, folder: Path, most: int) -> Any:
    if not isinstance(item, dict) or not isinstance(item.get("file"), str):
        return item
    item = {name: value for name, value in item.items() if name != "content"}
    path = (folder / item["file"]).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return item
    with path.open("rb") as file:
        content = file.read(most + 1)
    return {**item, "content": content}


def check_images(check: Check, data: Mapping[str, Any], file: str) -> list[ImageDraft]:
    """Check name, file and description of each image, and read it."""
    drafts: list[ImageDraft] = []
    listed = check.items(data, "images", file, dict)
    if len(listed) > MOST_IMAGES:
        words = _("A course can have up to %(most)s images.")
        check.add(file, "images", words % {"most": MOST_IMAGES})
        return drafts
    names: set[str] = set()
    for index, item in enumerate(listed, start=1):
        where = f"images[{index}]."
        name = check.slug(item, "name", file, where=where, most=80)
        if name in names:
            words = _("Two images have the name “%(name)s”.")
            check.add(file, f"{where}name", words % {"name": name})
        names.add(name)
        is_decoration = item.get("decoration") is True
        alt = check.text(item, "alt", file, where=where, most=500, need=not is_decoration)
        image = _image(check, item, file, f"{where}file")
        if image is not None:
            drafts.append(ImageDraft(name, image, "" if is_decoration else alt, is_decoration))
    return drafts


def _image(check: Check, item: Mapping[str, Any], file: str, place: str) -> PreparedImage | None:
    named = check.text(item, "file", file, where=place.removesuffix("file"), most=200)
    content = item.get("content")
    if named and not isinstance(content, bytes):
        words = _("There is no file %(file)s in the folder of the course.")
        check.add(file, place, words % {"file": named})
    if not named or not isinstance(content, bytes):
        return None
    if len(content) > _MOST_BYTES:
        check.add(file, place, _("This image is larger than 10 MB. Choose a smaller one."))
        return None
    try:
        return prepared_image(
            SimpleUploadedFile(named.rpartition("/")[2], content), keeps_webp=True
        )
    except ValidationError as refusal:
        check.add(file, place, " ".join(refusal.messages))
        return None
