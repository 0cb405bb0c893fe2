"""`python -m deploy.run COMMAND`: the commands behind the Makefile."""

from __future__ import annotations

import argparse
import shutil
import sys

from deploy.run import checks, faults, start
from deploy.run.build import CannotBuild
from deploy.run.database import DatabaseInUse
from deploy.run.layout import BUILD_DIR, ROOT, VENV, ConfigurationError, Layout
from deploy.run.processes import CommandFailed
from deploy.run.progress import Progress
from deploy.run.supervisor import CannotStart

INTERRUPTED = 130


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.run", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="prepare what is missing and run the portal")
    test = commands.add_parser("test", help="run the checks and tests")
    test.add_argument("--only", default="", help=f"names separated by spaces: {' '.join(checks.NAMES)}")
    kills = commands.add_parser("faults", help="kill and hang everything, on each Elasticsearch")
    kills.add_argument("--only", default="", help="major versions of Elasticsearch separated by spaces")
    commands.add_parser("build", help="packages, assets and translations, without running anything")
    commands.add_parser("clean", help="remove what was built; data stays")
    options = parser.parse_args()
    try:
        if options.command == "run":
            return start.run(Layout.from_environment())
        if options.command == "test":
            return checks.run(options.only.split())
        if options.command == "faults":
            return faults.run([int(major) for major in options.only.split()])
        if options.command == "build":
            start.build_checkout(Progress(total=3))
            return 0
        return clean()
    except (CannotBuild, CannotStart, ConfigurationError, DatabaseInUse) as problem:
        print(f"\n{problem}", file=sys.stderr)
    except CommandFailed as failure:
        print(f"\n{failure}. The end of {failure.log}:\n\n{failure.tail()}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted. The same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    return 1


def clean() -> int:
    """Remove everything that can be made again; data, accounts and uploads stay in var/."""
    folders = [
        VENV,
        ROOT / "static" / "vendor",
        ROOT / "deploy" / "assets" / "node_modules",
        ROOT / "test-results",
    ]
    folders += [ROOT / name for name in (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis")]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    for compiled in (ROOT / "locale").rglob("*.mo"):
        compiled.unlink()
    for name in ("packages", "packages-dev", "assets", "messages"):
        (BUILD_DIR / "stamps" / name).unlink(missing_ok=True)
    print("Removed what was built. Data stays in var/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
