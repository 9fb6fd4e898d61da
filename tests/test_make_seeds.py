"""seeds/make_seeds.py: the plain dated form, even over the years, the same each time, and 000 left alone."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "seeds/make_seeds.py"


def archive(folder: Path) -> Path:
    """Four hundred releases in each of two years, some of which are too short or not fit for a demonstration."""
    path = folder / "archive.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for year in (2009, 2010):
            for number in range(400):
                ending = {0: "", 1: "A sexual offence. "}.get(number % 10, "It rained. ")
                body = f"Report {number} of {year}.\n\nIt was “so”.\n\n\n" + ending * 80
                release = {"date": f"{year}-{number % 12 + 1:02}-01T00:00:00-05:00", "title": "Rain", "body": body}
                lines.write(json.dumps(release) + "\n")
    return path


def make(source: Path, folder: Path) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    subprocess.run([sys.executable, SCRIPT, source, folder], check=True, capture_output=True)
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def test_form_spread_and_order(tmp_path: Path) -> None:
    made = list(make(archive(tmp_path), tmp_path / "seeds").values())
    years = [text[6:10] for text in made]
    assert (years.count("2009"), years.count("2010")) == (150, 150)
    assert [text[6:16] for text in made] == sorted(text[6:16] for text in made)
    assert made[0].startswith(" date 2009-01-01 Report ")
    assert all(".\n\n\n\nIt was “so”.\n\n\n\nIt rained." in text for text in made)
    assert not any("Rain\n" in text or text.endswith(("\n", " ")) for text in made)


def test_the_same_again_and_000_is_left_alone(tmp_path: Path) -> None:
    source, folder = archive(tmp_path), tmp_path / "seeds"
    first = make(source, folder)
    (folder / "000_as-it-was.txt").write_text("as it was")
    (folder / "001_of-another-archive.txt").write_text("goes")
    assert make(source, folder) == {"000_as-it-was.txt": "as it was", **first}
