# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A photo or a video, a sentence and who can be recognised, as a phone sends them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Municipality, User
from channels_mgmt.domain.captures import SENTENCE_LENGTH
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.domain.video_files import MOST_SECONDS
from channels_mgmt.models import Capture, MediaAsset
from channels_mgmt.services.heif import reads_heic
from channels_mgmt.services.media import add_image
from channels_mgmt.services.videos import most_megabytes
from core.errors import DiskFull
from core.typed import retype


def nothing_taken() -> str:
    return _("Please take a photo or a video.")


class CaptureForm(forms.Form):
    """``key`` names it however often it is sent, ``writer`` says for whom the page was drawn."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        # Without "image/*" some phones offer their files instead of the camera.
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    film = forms.FileField(
        label=gettext_lazy("Video"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "video/*", "capture": "environment"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    sentence = forms.CharField(
        label=gettext_lazy("What is it about? One sentence"),
        max_length=SENTENCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please say in one sentence what it is about.")},
    )
    people = forms.ChoiceField(
        label=gettext_lazy("Who can be recognised?"),
        help_text=gettext_lazy(
            "For children both parents agree, from about 14 years on the child too. At a public event only the scene "
            "as a whole counts: no portraits. If nothing of this is true, it may not be published."
        ),
        choices=Capture.People.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose who can be recognised.")},
    )
    key = forms.RegexField(r"^[a-z0-9-]{8,36}\Z", widget=forms.HiddenInput)
    writer = forms.CharField(max_length=40, widget=forms.HiddenInput)
    image = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, town: Municipality, person: User, data: Any = None, files: Any = None) -> None:
        self.town, self.person = town, person
        self.asset: MediaAsset | None = None
        self.most_megabytes, self.most_minutes = most_megabytes(), MOST_SECONDS // 60
        super().__init__(data, files, initial={"key": str(uuid4()), "writer": self.drawn_for})

    @property
    def drawn_for(self) -> str:
        return f"{self.person.pk}-{self.town.pk}"

    @property
    def is_of_somebody_else(self) -> bool:
        """Whether another person was signed in at this browser when the page was drawn."""
        return bool(self.data.get("writer")) and self.data["writer"] != self.drawn_for

    @property
    def given(self) -> dict[str, Any]:
        """The photo or the film that came with it, as ``take_in`` wants it."""
        return {name: self.files[name] for name in ("photo", "film") if self.files.get(name)}

    @property
    def reads_heic(self) -> bool:
        """Whether the server takes photos of iPhones as they are; else the browser makes a JPEG if it can."""
        return reads_heic()

    def keep_photo(self) -> None:
        """Store the photo that came, or find the one that came before, so that a form shown again has it still.

        A film is stored with its draft or not at all.
        """
        self.full_clean()
        if "film" in self.given:
            if self.errors:
                self.add_error("film", _("Please choose the video once more: it is kept only together with its draft."))
            return
        upload = self.files.get("photo")
        if upload is None:
            number = self.cleaned_data.get("image")
            own = MediaAsset.objects.filter(municipality=self.town, uploaded_by=self.person)
            self.asset = own.filter(pk=number).first() if number is not None else None
            if self.asset is None:
                self.add_error("photo", nothing_taken())
            return
        try:
            self.asset = add_image(self.town, actor=self.person, upload=upload)
        except (UnfitImage, DiskFull) as error:
            self.add_error("photo", str(error))
        else:
            retype(self, image=str(self.asset.pk))
