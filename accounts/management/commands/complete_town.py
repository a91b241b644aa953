# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invite the head or the administrators a town lacks; everybody concerned gets a letter."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from accounts.management.officials import add_officials, officials_of, report
from accounts.models import Municipality, Role
from accounts.services import invite_officials, missing_officials
from core.errors import DomainError


class Command(BaseCommand):
    help = "Invite the head or the administrators a town lacks. Without people it only says who is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="first word of the town's addresses")
        add_officials(parser)
        parser.add_argument(
            "--gone",
            action="append",
            default=[],
            metavar="EMAIL",
            help="somebody who can act no more, or whose invitation went wrong: offices and invitation end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        town = Municipality.objects.filter(slug=options["slug"]).first()
        if town is None:
            raise CommandError(f"No such town: {options['slug']}")
        officials = officials_of(options)
        try:
            if officials or options["gone"]:
                report(
                    self.stdout,
                    invite_officials(town, officials, gone=options["gone"]),
                    with_links=options["show_links"],
                )
        except DomainError as error:
            gaps = getattr(error, "gaps", [])
            raise CommandError("\n".join(str(line) for line in [error, *gaps])) from error
        with scope(municipality=town):
            missing = missing_officials(town)
        for role, number in missing.items():
            self.stdout.write(f"{Role(role).value}: {f'{number} missing' if number else 'complete'}")
