"""The table of wire formats, in the order in which they are asked whether a report is theirs.

Adding one: write `formats/NAME.py` with `recognise(source) -> bool` (cheap: it sees the head, the XML root, the JSON
value), `read(source) -> Iterator[Item | Unreadable]` (every field that the format states, None for the rest) and
`FORMAT = Format("name", recognise, read)`; put it into the table below, before formats that would take it for theirs;
put a sample into tests/agents/text/formats/samples and what must be read from it into test_samples.py, which is also
what the fuzz tests start from. Characters, sentences, captions, boilerplate, datelines and kinds need nothing: they are
read alike for all formats in `agents.clean`.
"""

from agents.text.formats import (
    anpa1312,
    archives,
    dated_text,
    feeds,
    filed,
    html_page,
    iptc7901,
    json_feed,
    json_lines,
    mail,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    reuters_sgml,
    warc,
)
from agents.text.formats.source import Format

FORMATS: tuple[Format, ...] = (
    # by magic numbers and control characters
    archives.GZIP,
    archives.ZIP,
    archives.TAR,
    anpa1312.FORMAT,
    iptc7901.FORMAT,
    warc.FORMAT,
    # by roots
    newsml_g2.FORMAT,
    newsml_1.FORMAT,
    nitf.FORMAT,
    feeds.FORMAT,
    reuters_sgml.FORMAT,
    html_page.FORMAT,
    # by keys
    filed.FORMAT,
    json_feed.FORMAT,
    ninjs.FORMAT,
    json_lines.FORMAT,
    # by first lines
    dated_text.FORMAT,
    mail.FORMAT,
)
