"""The text of old wires: lines of 69 characters, paragraphs by indents, a title on top, tables in columns."""

import re

from msgspec import Struct

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INDENT = re.compile(r"(?:[ \t]{2,}|\t)\S")
_COLUMNS = re.compile(r"\S(?:[ .]{3,}|\t+)\S")
_BYLINE = re.compile(
    r"\s*(?:By|BY|Von|VON|Par|PAR|Por|POR|Da|DA|Av|Af)\s+"
    r"(?P<name>(?:the |our |unserem? )?[A-ZÀ-Þ][^\n.:;]{2,60}?)\s*=?\s*"
)
_DIGITS = re.compile(r"\d")
_TITLE = 140
"""Characters of the longest title."""
_WIDTH = 64
"""A line shorter than this was ended on purpose: wires wrap at 69 characters."""


class WireText(Struct, frozen=True):
    """What the text between STX and ETX holds."""

    title: str | None
    byline: str | None
    paragraphs: tuple[str, ...]
    tables: tuple[str, ...]
    note: str | None = None
    """To editors."""


def read_wire_text(text: str) -> WireText:
    """Title, byline, paragraphs and tables of a wire's text.

    A report that begins with a full paragraph has no title.
    """
    lines = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    title, rest = _take_title(lines)
    byline, rest = _take_byline(rest)
    blocks = split_blocks(rest)
    tables = tuple("\n".join(line.rstrip() for line in block) for block in blocks if is_table(block))
    paragraphs = tuple(join_lines(block) for block in blocks if not is_table(block))
    return WireText(title, byline, tuple(part for part in paragraphs if part), tables)


def read_flagged(text: str) -> WireText | None:
    """A text whose title lines are flagged as American wires flag them: `^` before, `<` behind; None for others.

    The first such line repeats the slug, the second is the title, `By …` is the byline, `Eds: …` goes to editors.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    flagged = [_plain_line(line) for line in lines if line.lstrip("\x02").startswith("^")]
    if not flagged:
        return None
    bylines = [line for line in flagged if _BYLINE.fullmatch(line)]
    notes = [line for line in flagged if re.match(r"eds?\b[.:,]", line, re.IGNORECASE)]
    titles = [line for line in flagged[:3] if line and line not in (*bylines, *notes)]
    title = titles[1] if len(titles) > 1 else titles[0] if titles else None
    rest = read_wire_text(
        "\n" + "\n".join(line.rstrip("<") for line in lines if not line.lstrip("\x02").startswith("^"))
    )
    byline = bylines[0] if bylines else rest.byline
    paragraphs = (rest.title, *rest.paragraphs) if rest.title else rest.paragraphs
    return WireText(title, byline, paragraphs, rest.tables, " ".join(notes) or None)


def _plain_line(line: str) -> str:
    return " ".join(_CONTROLS.sub("", line).strip(" ^<=").split())


def _take_title(lines: list[str]) -> tuple[str | None, list[str]]:
    """The title's lines end with `=`, before a blank or an indented line, or else the title is the first line alone."""
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    head = lines[start : start + 4]
    named = next((size for size, line in enumerate(head) if size and _BYLINE.fullmatch(line)), None)
    signed = next((size for size, line in enumerate(head[:3], 1) if line.rstrip().endswith("=")), None)
    parted = next((size for size in (1, 2, 3) if len(head) > size and _parts(head[size])), None)
    alone = 1 if len(head) > 1 and _may_be_title(head[0], head[1]) else None
    size = signed or named or parted or alone
    title = join_lines(head[:size]) if size else ""
    if not title or len(title) > _TITLE or _BYLINE.fullmatch(title) or (_INDENT.match(head[0]) and not signed):
        return None, lines
    return title.rstrip(" =").rstrip() or None, lines[start + (size or 0) :]


def _parts(line: str) -> bool:
    return not line.strip() or _INDENT.match(line) is not None


def _may_be_title(line: str, following: str) -> bool:
    """A short line without a full stop before one that begins anew."""
    return len(line) < _WIDTH and not line.rstrip().endswith((".", ",", "-")) and following[:1].isupper()


def _take_byline(lines: list[str]) -> tuple[str | None, list[str]]:
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    found = _BYLINE.fullmatch(lines[start]) if start is not None else None
    if found is None or start is None:
        return None, lines
    return lines[start].strip(" =\t"), lines[start + 1 :]


def split_blocks(lines: list[str]) -> list[list[str]]:
    """Groups of lines: a blank line ends one, an indented line begins one."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            blocks.append([])
        elif _INDENT.match(line) and blocks[-1] and not _is_row(line):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def join_lines(lines: list[str]) -> str:
    """A paragraph's lines on one line."""
    return " ".join(" ".join(lines).split())


def _is_row(line: str) -> bool:
    return len(_COLUMNS.findall(line)) >= 1 and _DIGITS.search(line) is not None


def is_table(lines: list[str]) -> bool:
    """Whether lines are rows: most have a gap of columns and a digit, and there are at least two.

    >>> is_table(["Gold     1,240.50", "Silver      18.20"]), is_table(["It rained in", "Homs in 2017."])
    (True, False)
    """
    rows = sum(_is_row(line) for line in lines)
    return len(lines) >= 2 and rows >= 2 and rows * 2 > len(lines)
