"""The parts of the platform: apps that add to its pages, mails and rules (docs/add-a-part.md)."""

from django.apps import AppConfig, apps
from django_stubs_ext import StrOrPromise

# The modules in which an app registers something by being imported: each app that has one of them gets it imported
# when Django starts. What is registered in any other module may never be imported. The one exception are the groups
# of notifications, registered in ``apps.py``: Django itself imports that before any model, which needs the groups.
REGISTERING_MODULES = (
    "rules",
    "kinds",
    "notification_rules",
    "receivers",
    "mail",
    "mail_files",
    "digests",
    "newsletter_sections",
    "exports",
    "agenda",
    "calendar_entries",
    "used_by",
    "gap_parts",
    "event_audiences",
    "place_parts",
    "indicator_parts",
    "cohort_rooms",
    "indexers",
    "reader_facts",
    "conflicts_of_interest",
    "shared_networks",
    "closing_obstacles",
    "safeguards",
    "sitemaps",
    "searchers",
    "api_parts",
    "system_checks",
    "doctor_checks",
    "figures",
)


class PartConfig(AppConfig):
    """An app with pages of its own, at an address that no other app has.

    ``address`` is the first word of their addresses: ``courses`` for ``/courses/…``, which ``urls.py`` of the
    app continues. ``title`` is what the navigation calls the part; nothing where readers never see it named.
    """

    address: str
    title: StrOrPromise = ""


def parts() -> list[PartConfig]:
    """Return the installed parts, in the order of the settings."""
    return [config for config in apps.get_app_configs() if isinstance(config, PartConfig)]


def title_at(address: str) -> StrOrPromise:
    """Return the title of the part that a page belongs to, by the address of the page."""
    first = address.strip("/").split("/")[0]
    return next((part.title for part in parts() if part.address == first), "")
