# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A video as it is sent, and what is said about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.domain.captions import read_captions
from channels_mgmt.models import Film
from channels_mgmt.services.films import ALT_LENGTH
from core.text import clean_text
from core.typed import retype

MOST_BYTES = 1_000_000
MOST_PROBLEMS = 8


class VideoForm(forms.Form):
    video = forms.FileField(
        label=gettext_lazy("Video"),
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/quicktime,video/webm,.mp4,.mov,.webm"}),
        error_messages={
            "required": gettext_lazy("Please choose a video."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class FilmForm(forms.Form):
    """``revision`` is that of the post which was shown."""

    alt_text = forms.CharField(
        label=gettext_lazy("What is to be seen?"),
        help_text=gettext_lazy("One or two sentences for people who do not see the video."),
        required=False,
        max_length=ALT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=gettext_lazy("Captions from a file"),
        help_text=gettext_lazy("WebVTT (.vtt) or SRT (.srt). It takes the place of what stands below."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )
    captions = forms.CharField(
        label=gettext_lazy("Captions"),
        help_text=gettext_lazy(
            "A line with two times, for example 00:00:01.000 --> 00:00:04.000, the words below it, then an empty line."
        ),
        required=False,
        max_length=MOST_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "true", "class": "film-captions"}),
    )
    is_without_speech = forms.BooleanField(
        label=gettext_lazy("Nothing is spoken in the video; it needs no captions"), required=False
    )
    is_ai_made = forms.BooleanField(
        label=gettext_lazy("Generated or changed by AI"),
        help_text=gettext_lazy("Such a video goes out with a label, in the text and in front of its description."),
        required=False,
    )
    poster = forms.DecimalField(
        label=gettext_lazy("Still picture at second"),
        help_text=gettext_lazy("What is shown before the video plays."),
        min_value=0,
        decimal_places=1,
        max_digits=6,
        localize=False,
        widget=forms.NumberInput(attrs={"step": "0.1", "data-poster": ""}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, film: Film, revision: int, data: Any = None, files: Any = None) -> None:
        self.film = film
        at = film.video.wanted_at if film.poster_at is None else film.poster_at
        initial = {
            "alt_text": film.alt_text,
            "captions": film.captions,
            "is_without_speech": film.is_without_speech,
            "is_ai_made": film.video.is_ai_made,
            "poster": round(at / 1000, 1),
            "revision": revision,
        }
        super().__init__(data, files, initial=initial)
        self.fields["poster"].widget.attrs["max"] = f"{film.video.seconds:.1f}"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("A file of captions has at most 1 MB. Is it the right file?"))
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        words = given.get("captions", "")
        if file := given.get("file"):
            try:
                words = clean_text(file.read().decode("utf-8-sig"))
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    {"file": _("The file is no text in UTF-8. Please save it anew with this encoding.")}
                ) from None
            # Shown again, so that what is wrong can be mended here.
            retype(self, captions=words)
        given["captions"] = words
        if not words.strip():
            return given
        problems = read_captions(words, film=self.film.video.milliseconds or None).problems
        for problem in problems[:MOST_PROBLEMS]:
            self.add_error("captions", str(problem))
        if len(problems) > MOST_PROBLEMS:
            more = len(problems) - MOST_PROBLEMS
            self.add_error("captions", _("… and %(n)d more.") % {"n": more})
        if given.get("is_without_speech"):
            self.add_error("is_without_speech", _("There are captions, so somebody speaks."))
        return given

    @property
    def poster_at(self) -> int:
        """Milliseconds."""
        return int(self.cleaned_data["poster"] * 1000)
