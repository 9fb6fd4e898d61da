"""Where sentences end."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]*[^\Wa-z_])")


def sentence_ends(text: str) -> Iterator[int]:
    """The offset of the first character of each sentence but the first."""
    return (found.end() for found in _END.finditer(text))
