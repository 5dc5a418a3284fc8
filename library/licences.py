"""Licences that records carry as a code: what they are called, and where their text stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CC = "https://creativecommons.org/licenses"

LICENCES: dict[str, tuple[str | Promise, str]] = {
    "CC-BY-4.0": (_("Creative Commons Attribution 4.0 (CC BY)"), f"{_CC}/by/4.0/"),
    "CC-BY-NC-4.0": (
        _("Creative Commons Attribution, not commercial 4.0 (CC BY-NC)"),
        f"{_CC}/by-nc/4.0/",
    ),
    "CC-BY-ND-4.0": (
        _("Creative Commons Attribution, unchanged 4.0 (CC BY-ND)"),
        f"{_CC}/by-nd/4.0/",
    ),
    "OGL-UK-3.0": (
        _("Open Government Licence 3.0"),
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    "all-rights-reserved": (_("All rights reserved"), ""),
}
