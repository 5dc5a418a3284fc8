"""Writing a version of a course as the folder of files that ``manage.py load_course`` reads again."""

from courses.exporting.archive import zipped
from courses.exporting.folder import FileOfFolder, folder_of

__all__ = ["FileOfFolder", "folder_of", "zipped"]
