"""What time brings: every scheduled task, several times a day for a fortnight, and the mails that it sends."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core import mail

from benchmarks.outside.readable import mail_as_text
from benchmarks.outside.stillness import CHANCE, NOW, at

DAYS = 15
# Summaries go out at eight where the reader is, and are made up for late; so these hours meet all of them.
HOURS = (1, 7, 9, 17)


def keep_mails(folder: Path) -> None:
    """Write each mail of the outbox to a file that is named for its reader and its subject, and empty the outbox."""
    folder.mkdir(parents=True, exist_ok=True)
    count: Counter[str] = Counter()
    for one in mail.outbox:
        reader = one.to[0].partition("@")[0] if one.to else "nobody"
        subject = str(one.subject)
        name = re.sub(r"[^\w-]+", "_", f"{reader}-{subject}")[:80]
        name += "-" + hashlib.sha256(f"{reader} {subject}".encode()).hexdigest()[:6]
        count[name] += 1
        (folder / f"{name}-{count[name]}.txt").write_text(mail_as_text(one) + "\n")
    mail.outbox = []


def _moments() -> Iterator[dt.datetime]:
    for day in range(DAYS):
        for hour in HOURS:
            moment = (NOW + dt.timedelta(days=day)).replace(hour=hour, minute=20)
            if moment > NOW:
                yield moment


def let_time_pass(folder: Path) -> None:
    """Run every scheduled task until the fortnight is over and keep the mails of each day."""
    # As a worker does when it starts: a process of pages loads the tasks of the parts that it shows.
    current_app.loader.import_default_modules()
    for moment in _moments():
        with at(moment):
            for name, job in sorted(settings.CELERY_BEAT_SCHEDULE.items()):
                CHANCE.begin(f"{name} {moment}")
                current_app.tasks[job["task"]].apply()
        keep_mails(folder / "mails" / f"{moment:%Y-%m-%d}")
