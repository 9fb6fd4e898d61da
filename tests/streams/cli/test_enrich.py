"""`wirewatch enrich` as a filter: lines in, lines out, in order."""

import json

from click.testing import CliRunner

from streams.cli import main

LINES = """\
{"id": "1", "text": "Ruto met Samia Suluhu Hassan in Dodoma.", "created": "2022-10-10"}

{"id": "2", "text": ""}
no json
{"id": "a/3/1", "provider": "a", "story": "3", "headline": "Floods", "body": ["Mozambique asked for help."]}
"""


def test_every_line_is_answered_in_order() -> None:
    result = CliRunner().invoke(main, ["enrich", "--model", "fast"], input=LINES)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row.get("id") for row in rows] == ["1", "2", None, "a/3/1"]
    assert (rows[1]["entities"], rows[1]["dates"]) == ([], [])
    assert (rows[2]["line"], rows[2]["dead"]) == (4, "not-a-record")
    (place,) = rows[3]["entities"]
    assert "Floods\n\nMozambique asked for help."[place["start"] : place["end"]] == "Mozambique"
    assert place["place"]["country"] == "MZ"
    assert result.exit_code == 1


def test_a_missing_model_is_one_line_and_exit_code_2() -> None:
    result = CliRunner().invoke(main, ["enrich", "--model", "nosuch"], input="")
    assert result.exit_code == 2
    assert "model nosuch" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_day_of_writing_may_be_named_as_score_dates_names_it() -> None:
    text = "TOKYO, Dec 29 (Wire) - The bank spoke at 9 a.m. Friday."
    line = json.dumps({"id": "1", "text": text, "dct": "2017-12-28T22:30:00Z"}) + "\n"
    result = CliRunner().invoke(main, ["enrich", "--model", "fast"], input=line)
    _, friday = json.loads(result.stdout)["dates"]
    assert (friday["earliest"], friday["zone"]) == ("2017-12-29T00:00:00Z", "Asia/Tokyo")


def test_explain_says_why_a_date_was_read_so() -> None:
    line = '{"id": "1", "text": "She left Dodoma on Friday, he said.", "created": "2017-12-28"}\n'
    result = CliRunner().invoke(main, ["enrich", "--model", "fast", "--explain"], input=line)
    said = json.loads(result.stdout)
    (friday,) = said["dates"]
    assert said["timeline_why"].startswith("It is a report: no years of long ago")
    assert friday["value"] == "2017-12-22"
    assert friday["why"].startswith("“Friday” is 2017-12-22: it is the weekday nearest to 2017-12-28 (a Thursday)")
