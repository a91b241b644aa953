# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people type: posts, times, channels. Nothing typed is ever lost, photos included."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Municipality, Role, User
from channels_mgmt.connectors.registry import CONNECTORS, networks, profile_of
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.forms.placing import DATE, FIELDS, PlacingForm
from channels_mgmt.models import Channel, MediaAsset, Post
from channels_mgmt.presenters.checks import key_of, proposals_of, texts_of
from channels_mgmt.presenters.previews import Content
from channels_mgmt.queries.channels import channels_for_posts, open_channels
from channels_mgmt.queries.shapes import shapes_on
from channels_mgmt.queries.versions import shown_parts
from channels_mgmt.queries.writing_rights import writable_channels
from channels_mgmt.rules import DRAFTING
from channels_mgmt.services.channels import connector_for, ways_of
from channels_mgmt.services.heif import offered_photos
from channels_mgmt.services.media import add_image
from core.days import DayField
from core.errors import DiskFull, NotPermitted
from core.pasted import PastedLineField
from core.platforms import EXAMPLE, Platform
from core.text import plain_lines, read_number
from core.typed import input_of, retype
from strategy.queries import decided_platforms

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MAX_IMAGES = 10
EVERY_ROLE = frozenset(Role.values)


class MomentForm(forms.Form):
    """A day and a time on the town's clock."""

    day = DayField(label=gettext_lazy("Day"), widget=DATE)
    time = forms.TimeField(label=gettext_lazy("Time"), widget=TIME)

    @property
    def wall(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])


class ReasonForm(forms.Form):
    """One sentence, kept on record."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class PostForm(PlacingForm):
    """The composer. Images are kept by number in hidden fields, so that a new page does not lose them."""

    title = forms.CharField(
        label=gettext_lazy("Working title"), max_length=120, help_text=gettext_lazy("Shown only here, in the plan.")
    )
    text = forms.CharField(label=gettext_lazy("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    channels = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Channels"),
        queryset=Channel._base_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP as the phone takes it. Place and device are removed."),
        widget=forms.FileInput,
    )
    photo_alt = forms.CharField(
        label=gettext_lazy("What can be seen in the photo?"),
        required=False,
        max_length=1500,
        help_text=gettext_lazy("The alternative text is read aloud to people who do not see the photo."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    risk = forms.ChoiceField(
        label=gettext_lazy("How delicate is it?"),
        choices=[
            (Post.Risk.ROUTINE, gettext_lazy("Routine: goes out without approval")),
            (Post.Risk.SENSITIVE, gettext_lazy("Sensitive: one person approves")),
            (Post.Risk.CRISIS, gettext_lazy("Crisis: the head of the authority approves")),
        ],
        initial=Post.Risk.SENSITIVE,
        widget=forms.RadioSelect,
    )
    day = DayField(label=gettext_lazy("Day"), required=False, widget=DATE)
    time = forms.TimeField(label=gettext_lazy("Time"), required=False, widget=TIME)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, town: Municipality, *args: Any, post: Post | None = None, writer: User | None = None, **kwargs: Any
    ) -> None:
        """``writer`` is offered the channels this person may write for; without one, all that are open."""
        self.town, self.post, self.writer = town, post, writer
        if post is not None:
            kwargs["initial"] = _stored(post) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs["accept"] = offered_photos()
        self.offer_subjects(town, post)
        self.roles = EVERY_ROLE if writer is None else writer.roles_in(town.pk)
        by_right = writer if writer is not None and self.roles.isdisjoint(DRAFTING) else None
        channels = channels_for_posts(town) if by_right is None else writable_channels(by_right, town, post)
        self.offered = {channel.pk: channel for channel in channels}
        field = self.fields["channels"]
        if self.is_bound:
            field.queryset = open_channels(town)  # type: ignore[attr-defined]
        field.choices = [(pk, channel.name) for pk, channel in self.offered.items()]  # type: ignore[attr-defined]
        if post is None and len(self.offered) == 1:
            field.initial = list(self.offered)
        for pk, channel in self.offered.items():
            self.fields[f"wording_{pk}"] = forms.CharField(
                label=_("Own wording for %(channel)s") % {"channel": channel.name},
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.is_scheduled = post is not None and post.is_approved
        if self.is_scheduled:
            del self.fields["day"], self.fields["time"]
        self.images = self._images()

    def ask_for_approval_of_routine(self) -> None:
        """For somebody whose routine posts are approved, too."""
        others = Post.Risk.choices[1:]
        labels = dict(self.fields["risk"].choices)  # type: ignore[attr-defined]
        routine = (Post.Risk.ROUTINE, _("Routine: one person approves"))
        self.fields["risk"].choices = [routine, *((risk, labels[risk]) for risk, _label in others)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day, time = given.get("day"), given.get("time")
        if day and not time and "time" not in self.errors:
            self.add_error("time", _("Please choose a time as well."))
        if time and not day and "day" not in self.errors:
            self.add_error("day", _("Please choose a day as well."))
        if day and day < localdate() and (self.post is None or day != self.post.planned_day):
            self.add_error("day", _("This day has passed. Please choose a later one."))
        return given

    @property
    def ai_use(self) -> str:
        """What AI had to do with the text, as chosen. No field of the form, so that the page stays cheap to draw."""
        if not self.is_bound:
            return self.post.ai_use if self.post else ""
        chosen = str(self.data.get("ai_use", ""))
        return chosen if chosen in Post.AiUse.values else ""

    @property
    def shapes(self) -> dict[int, str]:
        """Key of each channel → the part of the images it shows, as chosen; no fields, like ``ai_use``."""
        if not self.is_bound:
            return {t.channel_id: t.shape for t in self.post.targets.all()} if self.post else {}
        given = {pk: str(self.data.get(f"shape_{pk}", "")) for pk in self.offered}
        return {pk: shape for pk, shape in given.items() if shape in profile_of(self.offered[pk].platform).shapes}

    def shape_choices(self) -> list[tuple[Channel, str, list[tuple[str, Any]]]]:
        """Each channel with what is chosen and what can be, for the template."""
        chosen = self.shapes
        return [(channel, chosen.get(pk, ""), shapes_on(channel)) for pk, channel in self.offered.items()]

    def take_photo(self, actor: User) -> None:
        """Store the photo that came with the form and list it among the images."""
        photo = self.files.get("photo")
        if photo is None:
            return
        if len(self.images) >= MAX_IMAGES:
            self.add_error("photo", _("There are already %(count)d images.") % {"count": MAX_IMAGES})
            return
        try:
            asset = add_image(self.town, actor=actor, upload=photo)
        except (UnfitImage, DiskFull, NotPermitted) as error:
            self.add_error("photo", str(error))
            return
        asset.is_ai_made |= bool(self.data.get("photo_ai"))
        if asset.pk not in {known.pk for known, _alt in self.images}:
            self.images.append((asset, self.data.get("photo_alt", "").strip()))
        retype(self, photo_alt="")

    def post_fields(self) -> dict[str, Any]:
        """Everything as ``create_post`` and ``edit_post`` take it. Call on a valid form."""
        given = self.cleaned_data
        fields = {name: given[name] for name in ("title", "text", "kind", "risk", "citizen_benefit", "alternative_url")}
        fields |= {"placing": self.placing, "ai_use": self.ai_use}
        fields |= {
            "channels": list(given["channels"]),
            "wordings": {pk: given[f"wording_{pk}"] for pk in self.offered},
            "shapes": self.shapes,
            "images": self.images,
            "ai_images": {asset.pk: asset.is_ai_made for asset, _alt in self.images},
        }
        if not self.is_scheduled:
            is_planned = given.get("day") and given.get("time")
            fields["wall"] = datetime.combine(given["day"], given["time"]) if is_planned else None
        return fields

    def said(self) -> dict[str, Any]:
        """What a version of it would say (``channels_mgmt.queries.versions``). Call on a valid form."""
        given, text = self.cleaned_data, self.cleaned_data["text"].strip()
        own = {channel.pk: given[f"wording_{channel.pk}"].strip() for channel in given["channels"]}
        names = ("title", "text", "risk", "citizen_benefit", "alternative_url")
        return {name: given[name] for name in names} | {
            "ai_use": self.ai_use,
            "targets": [[pk, "" if own[pk] == text else own[pk]] for pk in sorted(own)],
            **shown_parts(
                {pk: shape for pk, shape in self.shapes.items() if pk in own},
                [(asset.pk, *asset.focus) for asset, _alt in self.images],
            ),
            "images": [[asset.pk, alt] for asset, alt in self.images],
        }

    def content(self) -> Content:
        """What is typed at this moment, for previews and checks; valid or not."""
        chosen = {str(value) for value in self["channels"].value() or []}
        text = plain_lines(str(self["text"].value() or ""))
        wordings = [
            (channel, plain_lines(str(self[f"wording_{pk}"].value() or "")).strip() or text)
            for pk, channel in self.offered.items()
            if str(pk) in chosen
        ]
        return Content(
            text=text,
            alternative_url=str(self["alternative_url"].value() or "").strip(),
            citizen_benefit=str(self["citizen_benefit"].value() or ""),
            wordings=wordings,
            images=self.images,
            ai_use=self.ai_use,
            shapes=self.shapes if self.images else {},
            post=self.post,
            asks_other_way=self.town.asks_other_way,
        )

    def take_over(self, key: str) -> bool:
        """Put a proposal beside the text into its field; false when it is no longer about what stands there."""
        content = self.content()
        for part, finding in proposals_of(content):
            if key_of(part, finding.start, finding.end) == key:
                retype(self, **{part: finding.taken_over(texts_of(content)[part])})
                return True
        return False

    def wording_fields(self) -> list[tuple[Channel, Any]]:
        """The fields for own wordings, for the template."""
        return [(channel, self[f"wording_{pk}"]) for pk, channel in self.offered.items()]

    def _images(self) -> list[tuple[MediaAsset, str]]:
        """Images of the post, or those listed in the submitted form, without the ones taken out."""
        if not self.is_bound:
            if self.post is None:
                return []
            return [(m.asset, m.alt_text) for m in self.post.media.select_related("asset")]
        listed = [pk for value in input_of(self).getlist("image") if (pk := read_number(value)) is not None][
            :MAX_IMAGES
        ]
        kept = [pk for pk in dict.fromkeys(listed) if not self.data.get(f"remove_{pk}")]
        assets = MediaAsset.objects.filter(municipality=self.town).in_bulk(kept) if kept else {}
        for pk, asset in assets.items():  # as ticked in this form; saving remembers it
            asset.is_ai_made = bool(self.data.get(f"ai_{pk}"))
        return [(assets[pk], self.data.get(f"alt_{pk}", "").strip()) for pk in kept if pk in assets]


def _stored(post: Post) -> dict[str, Any]:
    targets = list(post.targets.all())
    names = ("title", "text", "risk", "revision", *FIELDS)
    stored = {name: getattr(post, name) for name in names}
    stored |= {"day": post.planned_day, "time": post.planned_time, "channels": [t.channel_id for t in targets]}
    return stored | {f"wording_{t.channel_id}": t.text for t in targets}


class ChannelForm(forms.Form):
    """Planning a channel, or changing one. A platform without a connector is published by hand."""

    platform = forms.ChoiceField(label=gettext_lazy("Platform"))
    is_practice = forms.BooleanField(
        label=gettext_lazy("Only for practice"),
        required=False,
        help_text=gettext_lazy("The practice platform stands in for the network. Nothing becomes public."),
    )
    by_hand = forms.BooleanField(
        label=gettext_lazy("Publish by hand"),
        required=False,
        help_text=gettext_lazy(
            "A person publishes what is due and confirms it with the link. No access to the account is needed; "
            "comments are not read."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=format_lazy(gettext_lazy("For example “{platform} of the town”."), platform=EXAMPLE.label),
    )
    base_url = PastedLineField(
        label=gettext_lazy("Server"),
        required=False,
        max_length=200,
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
    )

    def __init__(self, town: Municipality, *args: Any, channel: Channel | None = None, **kwargs: Any) -> None:
        if channel is not None:
            names = ("name", "base_url", "owner", "deputy")
            kwargs["initial"] = {name: getattr(channel, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["base_url"].help_text = _servers_to_name()
        people = people_of(town)
        for name in ("owner", "deputy"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        if channel is not None:
            del self.fields["platform"], self.fields["is_practice"], self.fields["by_hand"]
            if channel.is_practice or channel.account_id or not _is_asked_for_server(channel.connector):
                del self.fields["base_url"]
            return
        self.decided = decided_platforms(town)
        codes = self.decided or Platform.values
        self.fields["platform"].choices = [(code, _platform_choice(code)) for code in codes]  # type: ignore[attr-defined]

    @property
    def connector(self) -> str:
        """Practice, or the network's own connection."""
        if self.cleaned_data["is_practice"]:
            return Channel.Connector.PRACTICE
        if self.cleaned_data["by_hand"]:
            return Channel.Connector.MANUAL
        return connector_for(self.cleaned_data["platform"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        platform = given.get("platform")
        is_by_hand = given.get("by_hand") and not given.get("is_practice")
        if platform and is_by_hand and Channel.Connector.MANUAL not in ways_of(platform):
            label = Platform(platform).label
            self.add_error("by_hand", _("%(platform)s is always connected.") % {"platform": label})
        return given


def _is_asked_for_server(connector: str) -> bool:
    return connector in CONNECTORS and not profile_of(connector).has_one_server


def _servers_to_name() -> str:
    """On which platforms a town has to name its server, with one as an example."""
    found = [profile for profile in networks() if profile.server_example]
    names = ", ".join(str(Platform(profile.code).label) for profile in found)
    return _("%(platforms)s only, for example %(server)s") % {
        "platforms": names,
        "server": found[0].server_example,
    }


def _platform_choice(code: str) -> str:
    label = Platform(code).label
    return _("%(platform)s (published by hand)") % {"platform": label} if code not in CONNECTORS else str(label)


def people_of(town: Municipality) -> Any:
    """People who can answer for a channel, by name: everybody but external help."""
    members = Membership.objects.current(localdate()).filter(municipality=town).exclude(role=Role.EXTERNAL)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")


class SettleForm(forms.Form):
    """What a person saw on the platform."""

    remote_url = PastedLineField(label=gettext_lazy("Address of the post"), required=False, max_length=500)
