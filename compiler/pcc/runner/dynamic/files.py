"""Dynamic variables about files and directories."""

import re
from collections.abc import Mapping
from typing import Final

from pcc.runner.dynamic.draw import Draw, Generator
from pcc.runner.dynamic.texts import eval_words

__all__ = ["FILES"]

_KINDS = ("application", "audio", "font", "image", "message", "model", "multipart", "text", "video")
_COMMON_KINDS = ("application", "audio", "image", "text", "video")
_COMMON_EXTENSIONS = ("gif", "htm", "html", "jpeg", "jpg", "mp2", "mp3", "mp4", "mpeg", "mpg", "pdf", "png", "wav")
# Directories of the Filesystem Hierarchy Standard and of macOS.
_DIRECTORIES = (
    *("/bin", "/boot", "/dev", "/etc", "/etc/opt", "/home", "/lib", "/media", "/mnt", "/opt"),
    *("/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/include", "/usr/lib"),
    *("/usr/local/bin", "/usr/local/lib", "/usr/sbin", "/usr/share", "/usr/src", "/var", "/var/cache", "/var/log"),
    *("/var/mail", "/var/spool", "/var/tmp", "/Applications", "/Library", "/System", "/Users"),
)


def _extension(draw: Draw) -> str:
    from pcc.runner.dynamic.library import file_extensions

    return draw.pick(file_extensions())


def _mime_type(draw: Draw) -> str:
    from pcc.runner.dynamic.library import mime_types

    return draw.pick(mime_types())


def _file_name(draw: Draw, extension: str) -> str:
    return f"{re.sub(r'[^a-z0-9_]', '_', eval_words(draw, 1, 3).lower())}.{extension}"


def _any_name(draw: Draw) -> str:
    return _file_name(draw, _extension(draw))


FILES: Final[Mapping[str, Generator]] = {
    "$randomFileName": _any_name,
    "$randomFileType": lambda draw: draw.pick(_KINDS),
    "$randomFileExt": _extension,
    "$randomCommonFileName": lambda draw: _file_name(draw, draw.pick(_COMMON_EXTENSIONS)),
    "$randomCommonFileType": lambda draw: draw.pick(_COMMON_KINDS),
    "$randomCommonFileExt": lambda draw: draw.pick(_COMMON_EXTENSIONS),
    "$randomFilePath": lambda draw: f"{draw.pick(_DIRECTORIES)}/{_any_name(draw)}",
    "$randomDirectoryPath": lambda draw: draw.pick(_DIRECTORIES),
    "$randomMimeType": _mime_type,
}
