"""Templates by name: the user's own in the folder of the setting hooks_templates, then those that come along."""

import re
from pathlib import Path

from msgspec import Struct

from streams.problem import Problem
from streams.settings import Settings

TEXT = "text"
"""The default of channels."""
_SHIPPED = Path(__file__).with_name("templates")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ENDINGS = {".json.j2": True, ".txt.j2": False}


class Template(Struct, frozen=True):
    """A template's text, and whether what it makes is JSON."""

    path: Path
    source: str
    as_json: bool


def find_template(settings: Settings, name: str) -> Template:
    """A template as it stands now: an edit counts from the next notice on. Raises Problem."""
    if not _NAME.fullmatch(name):
        raise Problem(f"{name!r} is no name of a template", "use letters, digits, '_' and '-'")
    for folder in _folders(settings):
        for ending, as_json in _ENDINGS.items():
            path = folder / f"{name}{ending}"
            try:
                return Template(path, path.read_text(), as_json)
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError) as error:
                raise Problem(f"template {path} does not read ({error})", "mend it") from error
    raise Problem(f"there is no template {name}", f"there is {', '.join(template_names(settings))}")


def template_names(settings: Settings) -> list[str]:
    """Every template there is."""
    paths = [path for folder in _folders(settings) if folder.is_dir() for path in folder.iterdir()]
    return sorted({path.name.removesuffix(end) for path in paths for end in _ENDINGS if path.name.endswith(end)})


def _folders(settings: Settings) -> list[Path]:
    return [*([settings.hooks_templates] if settings.hooks_templates else []), _SHIPPED]
