# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A filled database of yesterday migrates: what was booked twice is left to a person, and the constraint holds."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from channels_mgmt.models import Delivery

State = Delivery.State


@pytest.mark.postgresql
def test_posts_booked_twice_are_left_to_a_person(live):
    """Removal: the data step (the constraint could not be added, and the update of the town would fail)."""
    [booked_once] = [c for c in Delivery._meta.constraints if c.name == "one_delivery_per_remote_post"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Delivery, booked_once)
    first, *others = [
        live.delivery(post=live.post(f"Gleich {number}"), state=State.PUBLISHED, remote_id="7") for number in range(3)
    ]
    single = live.delivery(post=live.post("Allein"), state=State.PUBLISHED, remote_id="8")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    import_module("channels_mgmt.migrations.0003_outgoing").leave_doubles_to_a_person(apps, None)
    with connection.schema_editor() as editor:
        editor.add_constraint(Delivery, booked_once)

    stored = dict(Delivery.objects.values_list("pk", "state"))
    assert (stored[first.pk], stored[single.pk]) == (State.PUBLISHED, State.PUBLISHED)
    assert [stored[other.pk] for other in others] == [State.UNCERTAIN] * 2
    assert set(Delivery.objects.needing_a_person()) == set(others)
