# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Set up a town and invite its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django_scopes import scope

from accounts.models import Role
from accounts.services import create_municipality
from accounts.services.invitations import VALID_FOR, invitation_link, prepare_invitation
from core.errors import DomainError


class Command(BaseCommand):
    help = "Set up a town and print the invitation link of its first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="for example Konstanz")
        parser.add_argument("municipality_code", help="eight digits, for example 08335043")
        parser.add_argument("--slug", required=True, help="first word of the town's addresses, for example konstanz")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                town = create_municipality(options["name"], options["slug"], options["municipality_code"])
                with scope(municipality=town):
                    invitation, token = prepare_invitation(
                        town,
                        actor=None,
                        email=options["admin_email"],
                        name=options["admin_name"],
                        roles=[Role.ADMINISTRATOR],
                    )
        except DomainError as error:
            gaps = getattr(error, "gaps", [])
            raise CommandError("\n".join(str(line) for line in [error, *gaps])) from error
        self.stdout.write(f"{town.name} is set up: /{town.slug}/")
        self.stdout.write(f"Invitation for {invitation.email}, valid for {VALID_FOR.days} days, usable once:")
        self.stdout.write(invitation_link(token))
