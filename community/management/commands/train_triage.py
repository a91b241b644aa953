# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Municipality
from community.triage.corpora import read_corpora
from community.triage.evaluating import train
from community.triage.files import pack
from community.triage.memory import return_freed_memory
from community.triage.outside import keep_outside
from core.errors import DomainError


class Command(BaseCommand):
    help = (
        "Train models from public corpora for a town that may use them. They suggest nothing by themselves: each is "
        "one more column of the town's own models, which helps while these have learned little. The nightly refit "
        "takes them in; run the command again to replace them. Layouts of files: docs/triage.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--town", required=True, help="the town's address, as in the URL")
        parser.add_argument("--out", type=Path, help="write the signed file here and leave the town as it is")

    def handle(self, *args: Any, files: list[Path], town: str, out: Path | None, **options: Any) -> None:
        return_freed_memory()
        owner = Municipality.objects.filter(slug=town).first()
        if owner is None:
            raise CommandError(f"There is no town “{town}”.")
        try:
            corpora, _harmless = read_corpora(files)
            # Two corpora of one label: the larger one is learned.
            chosen = {one.label: one for one in sorted(corpora, key=lambda one: len(one.texts))}
            trained = {label: train(one) for label, one in chosen.items()}
            if not trained:
                raise CommandError("None of the files says what its comments are. Nothing was changed.")
            if out:
                out.write_bytes(pack(trained, town=owner.pk))
            else:
                keep_outside(trained, town=owner.pk)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except DomainError as error:
            raise CommandError(str(error)) from None
        for label, one in chosen.items():
            self.stdout.write(f"{label.value}: {len(one.texts)} comments of {one.name}, {sum(one.positive)} positive")
        self.stdout.write(f"Written to {out}." if out else f"The next refit of {town} takes them in.")
