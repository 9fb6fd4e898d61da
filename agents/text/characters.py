"""Characters that no reader sees or that stand for others: removed or made plain, paragraph by paragraph."""

import re

INVISIBLE = {
    0x00AD: "soft hyphen",
    0x034F: "combining grapheme joiner",
    0x061C: "Arabic letter mark",
    0x115F: "Hangul filler",
    0x180E: "Mongolian vowel separator",
    0x200B: "zero width space",
    0x200E: "left-to-right mark",
    0x200F: "right-to-left mark",
    0x202A: "left-to-right embedding",
    0x202B: "right-to-left embedding",
    0x202C: "pop directional formatting",
    0x202D: "left-to-right override",
    0x202E: "right-to-left override",
    0x2060: "word joiner",
    0x2061: "function application",
    0x2062: "invisible times",
    0x2063: "invisible separator",
    0x2064: "invisible plus",
    0x2066: "left-to-right isolate",
    0x2067: "right-to-left isolate",
    0x2068: "first strong isolate",
    0x2069: "pop directional isolate",
    0xFEFF: "byte order mark in the text",
    0xFFFC: "object replacement character",
}
"""Removed. The joiners U+200C and U+200D stay between letters of scripts that need them (see `_JOINER`)."""

PLAIN = {
    0x00A0: " ",  # no-break space
    0x2000: " ",  # en quad
    0x2001: " ",  # em quad
    0x2002: " ",  # en space
    0x2003: " ",  # em space
    0x2004: " ",  # three-per-em space
    0x2005: " ",  # four-per-em space
    0x2006: " ",  # six-per-em space
    0x2007: " ",  # figure space
    0x2008: " ",  # punctuation space
    0x2009: " ",  # thin space
    0x200A: " ",  # hair space
    0x202F: " ",  # narrow no-break space
    0x205F: " ",  # medium mathematical space
    0x3000: " ",  # ideographic space
    0x0085: " ",  # next line
    0x2028: " ",  # line separator
    0x2029: " ",  # paragraph separator
    0x2010: "-",  # hyphen
    0x2011: "-",  # no-break hyphen
    0x2024: ".",  # one dot leader
    0xFB00: "ff",  # ligatures, as typesetting left them
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
}

_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A, 0x0D, 0x85)}
_TABLE: dict[int, str | None] = {**dict.fromkeys(INVISIBLE), **PLAIN, **_CONTROLS}
_ANY = re.compile("[" + "".join(re.escape(chr(code)) for code in _TABLE) + "\u200c\u200d]")
_JOINER = re.compile("(?<![\u0600-\u0dff\u1000-\u109f\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]|[\u200c\u200d](?!\\S)")


def plain_characters(text: str) -> tuple[str, int]:
    """Text without invisible characters, with plain spaces, and how many characters that changed.

    >>> plain_characters("co\xadop\xa0er\u200bation")
    ('coop eration', 3)
    """
    count = len(_ANY.findall(text))
    return (_JOINER.sub("", text.translate(_TABLE)), count) if count else (text, 0)


def single_spaces(text: str) -> str:
    """Text on one line with single spaces.

    >>> single_spaces("  a \\n b ")
    'a b'
    """
    return " ".join(text.split())
