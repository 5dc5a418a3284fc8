"""The demo institute, told once in each process, and what every reader meets in it."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.test import Client

from demo.story import tell
from demo.story.stage import Stage
from tests.demo.crawl import Crawl, all_paths, crawl

# A visitor and the administrator: what leads nowhere is the same nothing to everyone in between.
READERS_OF_STRANGE_WORDS = (None, "admin")


@pytest.fixture(scope="package")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """The whole story, committed and heard; gone again after the last test of the demo.

    The database is emptied before it as well, so that keys count from one as in a new institute.
    """
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
        yield tell(say=lambda _: None)
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def story(stage, db) -> Stage:
    """The story for one test, as it was before the others."""
    return stage


@pytest.fixture(scope="package")
def paths_of_addresses(stage, django_db_blocker) -> list[list[str]]:
    """Return the paths to ask for at each of our addresses."""
    with django_db_blocker.unblock():
        return all_paths()


@pytest.fixture(scope="package")
def paths_without_strange_words(stage, django_db_blocker) -> list[list[str]]:
    """Return the paths to ask for, without words and numbers that lead nowhere."""
    with django_db_blocker.unblock():
        return all_paths(strange=False)


@pytest.fixture(scope="package")
def crawls() -> dict[str | None, Crawl]:
    """The walks that were made already, by reader."""
    return {}


@pytest.fixture
def crawl_of(
    story, paths_of_addresses, paths_without_strange_words, crawls
) -> Callable[[str | None], Crawl]:
    """Walk over all addresses as this reader, the first time that it is asked for."""

    def walk(reader: str | None) -> Crawl:
        if reader not in crawls:
            client = Client(raise_request_exception=False)
            if reader:
                client.force_login(story.people[reader])
            is_strange = reader in READERS_OF_STRANGE_WORDS
            paths = paths_of_addresses if is_strange else paths_without_strange_words
            crawls[reader] = crawl(client, paths)
        return crawls[reader]

    return walk


def readers(*names: str | None) -> pytest.MarkDecorator:
    """Run the test once for each of these readers."""
    return pytest.mark.parametrize("reader", names)
