"""Licences that records carry as a code: what they are called, and where their text stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CC = "https://creativecommons.org/licenses"

LICENCES: dict[str, tuple[str | Promise, str]] = {
    "CC0-1.0": (
        _("No rights reserved (CC0)"),
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    "CC-BY-4.0": (_("Creative Commons Attribution 4.0 (CC BY)"), f"{_CC}/by/4.0/"),
    "CC-BY-NC-4.0": (
        _("Creative Commons Attribution, not commercial 4.0 (CC BY-NC)"),
        f"{_CC}/by-nc/4.0/",
    ),
    "CC-BY-ND-4.0": (
        _("Creative Commons Attribution, unchanged 4.0 (CC BY-ND)"),
        f"{_CC}/by-nd/4.0/",
    ),
    "CC-BY-SA-4.0": (
        _("Creative Commons Attribution, share alike 4.0 (CC BY-SA)"),
        f"{_CC}/by-sa/4.0/",
    ),
    "CC-BY-NC-SA-4.0": (
        _("Creative Commons Attribution, not commercial, share alike 4.0 (CC BY-NC-SA)"),
        f"{_CC}/by-nc-sa/4.0/",
    ),
    "CC-BY-NC-ND-4.0": (
        _("Creative Commons Attribution, not commercial, unchanged 4.0 (CC BY-NC-ND)"),
        f"{_CC}/by-nc-nd/4.0/",
    ),
    "CC-BY-NC-SA-3.0-IGO": (
        _("Creative Commons for intergovernmental organisations 3.0 (CC BY-NC-SA IGO)"),
        f"{_CC}/by-nc-sa/3.0/igo/",
    ),
    "OGL-UK-3.0": (
        _("Open Government Licence 3.0"),
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    "all-rights-reserved": (_("All rights reserved"), ""),
}
