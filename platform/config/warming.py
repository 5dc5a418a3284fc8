"""Doing beforehand what else the first readers of a fresh web process would wait for.

It happens once, in the process that the web server forks its workers from (deploy/gunicorn.conf.py). So a worker that
takes the place of another one is as quick with its first request as with its hundredth.
"""

import gc
import io
import logging
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver, reverse
from django.utils import translation

from core.operation.health import check_servers
from core.operation.own_connections import let_go
from core.operation.translation_chains import shorten_chain

logger = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# What some pages import when they are first asked for, a third of a second together. WeasyPrint alone would take three:
# its first PDF in each worker keeps that price.
_SOON_NEEDED = ("PIL.Image", "icalendar", "qrcode")
# Pages for everyone that touch the most: the shell, the search and its index, the forms.
_PAGES = (
    ("dashboard:public_home", ""),
    ("library:finder", "q=health+inequality"),
    ("courses:course_list", ""),
    ("account_login", ""),
    ("account_signup", ""),
    # The API's schemas are loaded with its first answer.
    ("api:openapi", ""),
)


# Allocations until the collector looks at new objects: Python's own 700 come forty times in a page. With these it takes
# 3 of 100 parts of the processor time of the main pages in place of 7, and no memory that could be noticed.
_NEW_OBJECTS = 10_000


def spare_the_collector() -> None:
    """Keep the collector of garbage from looking at what is loaded now, and let it look less often. Repeats safely.

    Called before workers are forked: what it leaves alone stays shared between them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 10)


def warm_up(application: Application) -> float:
    """Load addresses, templates, translations and some pages, and return the seconds it took. Repeats safely.

    Leaves no thread and no connection behind, as a process that forks must have neither. Pages are skipped while the
    database is away; one that fails is logged, and stops nothing.
    """
    start = time.monotonic()
    for name in _SOON_NEEDED:
        import_module(name)
    _load_addresses()
    _load_templates()
    _load_translations()
    try:
        if check_servers()["database"].is_up:
            for name, query in _PAGES:
                _ask(application, reverse(name), query)
        else:
            logger.warning("No page is loaded beforehand, as the database does not answer.")
    finally:
        let_go()
    return time.monotonic() - start


def _load_addresses() -> None:
    """Import every view, and make the tables by which addresses are found and made."""
    resolver = get_resolver()
    _ = resolver.url_patterns, resolver.reverse_dict


def _load_templates() -> None:
    """Compile every template of ours and of the apps; those that Django does not find are not its own."""
    engine = engines["django"]
    folders = [
        Path(str(folder)) for folder in (*engine.template_dirs, *get_app_template_dirs("templates"))
    ]
    names = {
        file.relative_to(folder).as_posix()
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix in {".html", ".txt"}
    }
    for name in sorted(names):
        try:
            engine.get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError):
            logger.debug("The template %s cannot be loaded beforehand.", name, exc_info=True)


def _load_translations() -> None:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Home")
        shorten_chain(language)


def _ask(application: Application, path: str, query: str) -> None:
    """Ask for one page as a reader would, and read the answer to its end."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": _host(),
        # The uses of records and the searches without result are counted of readers, not of robots.
        "HTTP_USER_AGENT": "Praxis warm-up (robot)",
        # As behind the proxy, so that the answer is the page and not the way to its address with HTTPS.
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    answer = application(environ, lambda status, headers, error=None: statuses.append(status))
    try:
        for _part in answer:
            pass
    finally:
        close = getattr(answer, "close", None)
        if close:
            close()
    if not statuses or not statuses[0].startswith("200"):
        logger.warning("Loaded beforehand, %s answered %s.", path, statuses)


def _host() -> str:
    """Return a name that the site answers to."""
    named = [host for host in settings.ALLOWED_HOSTS if host[:1] not in {"*", "."}]
    return named[0] if named else urlsplit(settings.SITE_URL).netloc
