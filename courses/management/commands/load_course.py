"""``manage.py load_course FOLDER... --by EMAIL [--publish]``: make courses of the files in folders."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from courses.actions.importing import import_course, restore_figures
from courses.actions.releases import publish_release
from courses.importing import CourseDataError, read_course
from courses.models import Release
from courses.refusals import DraftByPeople, NotReadyToPublish


class Command(BaseCommand):
    help = (
        "Read courses from folders with course.yaml, lessons and images. Running it again is safe."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
        parser.add_argument("--by", required=True, help="e-mail address of the course's author")
        parser.add_argument("--publish", action="store_true", help="let learners in at once")

    def handle(
        self, *args: Any, folders: list[Path], by: str, publish: bool, **options: Any
    ) -> None:
        author = User.objects.filter(email__iexact=by).first()
        if author is None:
            raise CommandError(f"Nobody has the e-mail address {by}.")
        for folder in folders:
            self._load(folder, author, publish=publish)

    def _load(self, folder: Path, author: User, *, publish: bool) -> None:
        now = timezone.now()
        try:
            data = read_course(folder)
            restored = restore_figures(data=data)
            course = import_course(data=data, by=author, at=now)
            draft = Release.objects.drafts().filter(course=course).first()
            if publish and draft is not None:
                publish_release(release=draft, by=author, at=now)
        except (CourseDataError, DraftByPeople) as error:
            raise CommandError(f"{folder.name}: {error}") from error
        except NotReadyToPublish as error:
            missing = "\n".join(str(text) for text in error.missing)
            raise CommandError(f"{folder.name}: {missing}") from error
        self.stdout.write(f"{course.title}: {course.get_absolute_url()}")
        if restored:
            self.stdout.write(f"  {restored} figures restored in earlier versions.")
