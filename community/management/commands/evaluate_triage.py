# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Municipality
from community.triage.corpora import read_corpora
from community.triage.evaluating import cross_validated, evaluate_model, flagged_by_rules, train
from community.triage.files import LARGEST, unpack
from community.triage.judging import Measure
from core.errors import DomainError


class Command(BaseCommand):
    help = (
        "Print how good the triage is on files with answers: cross-validated on four fifths of them; with --open "
        "learned from these and measured on the fifth held out; with --model a model measured on all of them. Rules "
        "are tried on harmless reports and on neutral mentions of people. Layouts of files: docs/triage.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--open", action="store_true", help="open the held-out part; choose nothing by what it says")
        how.add_argument("--model", type=Path, help="a signed file of train_triage or of a town's refit")
        parser.add_argument("--town", help="the address of the town the model belongs to")

    def handle(self, *args: Any, files: list[Path], model: Path | None, **options: Any) -> None:
        try:
            corpora, harmless = read_corpora(files)
            trained = _models(model, options["town"]) if model else {}
            for one in corpora:
                if model and one.label in trained:
                    result = evaluate_model(trained[one.label], one)
                elif model:
                    continue
                elif options["open"]:
                    result = evaluate_model(train(one.part(held_out=False)), one.part(held_out=True))
                else:
                    result = cross_validated(one.part(held_out=False))
                self.stdout.write(
                    f"{one.name} as {one.label.value}: {result.comments} comments, {result.positive} positive\n"
                    f"  macro-F1 {_said(result.macro_f1)}, rules {result.by_rules:.3f}\n"
                    f"  average precision {_said(result.average_precision)}, precision {_said(result.precision)}\n"
                    f"  {result.per_second:,.0f} predictions/s, {result.peak_mib:.0f} MiB"
                )
            for mentions in harmless:
                self.stdout.write(
                    f"{mentions.name}: {len(mentions.texts)} harmless texts, "
                    f"called burdening by rules {_said(flagged_by_rules(mentions))}"
                )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        except DomainError as error:
            raise CommandError(str(error)) from None


def _models(path: Path, town: str | None) -> Any:
    owner = Municipality.objects.filter(slug=town).first()
    if owner is None:
        raise CommandError(f"There is no town “{town}”." if town else "Say which town the model belongs to: --town")
    with path.open("rb") as content:
        return unpack(content.read(LARGEST + 1), town=owner.pk)


def _said(measure: Measure | None) -> str:
    return f"{measure.value:.3f} ({measure.low:.3f}–{measure.high:.3f})" if measure else "–"
