"""Two tags that mean the same become one: ``manage.py merge_tags "IoT 센서" 사물인터넷``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.models import Tag
from portal.core.tag_merge import merge_tags


class Command(BaseCommand):
    help = "Give everything with the first tag the second one, which keeps the old name as another spelling."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tag", help="the name of the tag that goes")
        parser.add_argument("into", help="the name of the tag that stays")

    def handle(self, *args: Any, tag: str, into: str, **options: Any) -> None:
        found = {item.name: item for item in Tag.objects.filter(name__in=[tag, into])}
        for name in (tag, into):
            if name not in found:
                raise CommandError(f"there is no tag {name!r}")
        try:
            merge_tags(found[tag], found[into])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{tag} is {into} now")
