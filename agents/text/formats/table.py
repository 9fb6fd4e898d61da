"""The table of wire formats, in the order in which they are asked whether a report is theirs."""

from agents.text.formats import (
    anpa1312,
    archives,
    dated_text,
    feeds,
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
    json_feed.FORMAT,
    ninjs.FORMAT,
    json_lines.FORMAT,
    # by first lines
    dated_text.FORMAT,
    mail.FORMAT,
)
