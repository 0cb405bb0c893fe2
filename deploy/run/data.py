"""What one installation needs in its data directory: static files, database, sample content, index, accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from deploy.run.build import LOCKS
from deploy.run.database import identity, migrate
from deploy.run.layout import PYTHON, ROOT, Layout
from deploy.run.locks import FileLock
from deploy.run.processes import run_logged
from deploy.run.progress import Step
from deploy.run.stamps import Stamps, digest

# What a later file refers to comes in an earlier one.
CONTENT_ORDER = (
    "tags",
    "districts",
    "sessions",
    "lectures",
    "cases_deep",
    "cases",
    "expo",
    "prize",
    "figures",
    "terms",
    "guides",
    "explainers",
    "attachments",
)
APPS = ("portal", "lectures", "districts", "search", "home")
ACCOUNTS_FILE = "demo-accounts.json"

Alive = Callable[[], None]


class Data:
    """The data steps of one installation."""

    def __init__(self, layout: Layout, lock: FileLock) -> None:
        self.layout = layout
        self.lock = lock
        self.stamps = Stamps(layout.data_dir / "stamps")
        self.log = layout.data_dir / "log" / "prepare.log"

    def steps(self) -> list[Step]:
        """In their order; each assumes the ones before it."""
        data = self.layout.data_dir
        return [
            Step(
                "static", "Static files", self.stamps, _static_inputs, self._static, (data / "static").is_dir
            ),
            Step("migrate", "Database", self.stamps, self._schema_inputs, self._migrate),
            Step("site", "Page tree, groups, workflow", self.stamps, self._site_inputs, self._site),
            Step("content", "Sample content", self.stamps, self._content_inputs, self._content),
            Step(
                "index",
                "Search index",
                self.stamps,
                self._index_inputs,
                self._index,
                (data / "search").is_dir,
            ),
            Step(
                "accounts",
                "Demo accounts",
                self.stamps,
                self._site_inputs,
                self._accounts,
                (data / ACCOUNTS_FILE).is_file,
            ),
        ]

    def manage(self, arguments: Sequence[str], alive: Alive, extra: dict[str, str] | None = None) -> None:
        """Run a management command, its output in the log; raises CommandFailed."""
        env = self.layout.environment(**(extra or {}))
        run_logged([str(PYTHON), "manage.py", *arguments], self.log, env, locks=[self.lock], alive=alive)

    # --- inputs -------------------------------------------------------------------------------------

    def _schema_inputs(self) -> Iterable[str | Path]:
        migrations = [path for app in APPS for path in sorted((ROOT / app).rglob("migrations/*.py"))]
        return [identity(self.layout), LOCKS / "runtime.txt", *migrations]

    def _site_inputs(self) -> Iterable[str | Path]:
        sources = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
        return [identity(self.layout), *sources]

    def _content_inputs(self) -> Iterable[str | Path]:
        return [identity(self.layout), *content_files()]

    def _index_inputs(self) -> Iterable[str | Path]:
        return [*self._content_inputs(), self.layout.data_dir.as_posix()]

    # --- actions ------------------------------------------------------------------------------------

    def _static(self, alive: Alive, interrupted: bool) -> None:
        # A file that was cut off counts as newer than its source and would stay.
        clear = ["--clear"] if interrupted else []
        self.manage(["collectstatic", "--noinput", "--verbosity", "0", *clear], alive)

    def _migrate(self, alive: Alive, interrupted: bool) -> None:
        migrate(self.layout, lambda arguments, extra: self.manage(arguments, alive, extra))

    def _site(self, alive: Alive, interrupted: bool) -> None:
        self.manage(["setup_site"], alive)

    def _content(self, alive: Alive, interrupted: bool) -> None:
        """Load the files that changed. Rows that an interrupted run loaded already are left alone by the import."""
        database = identity(self.layout)
        keys = {path: digest([database, path], ROOT) for path in content_files()}
        changed = [path for path, key in keys.items() if not self.stamps.holds(f"content-{path.stem}", key)]
        if changed:
            self.manage(["import_content", *map(str, changed), "--publish"], alive)
        for path in changed:
            self.stamps.finish(f"content-{path.stem}", keys[path])

    def _index(self, alive: Alive, interrupted: bool) -> None:
        self.manage(["search_sync"], alive)

    def _accounts(self, alive: Alive, interrupted: bool) -> None:
        self.manage(["demo_accounts"], alive)


def content_files() -> list[Path]:
    """The sample content in loading order; files that the order does not name come last."""
    rank = {name: position for position, name in enumerate(CONTENT_ORDER)}
    files = (ROOT / "content").glob("*.jsonl")
    return sorted(files, key=lambda path: (rank.get(path.stem, len(rank)), path.name))


def _static_inputs() -> Iterable[str | Path]:
    folders = [path for app in APPS for path in sorted((ROOT / app).rglob("static")) if path.is_dir()]
    return [LOCKS / "runtime.txt", ROOT / "portal" / "settings" / "base.py", ROOT / "static", *folders]
