# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Channels, posts and their deliveries, by subject."""

from channels_mgmt.models.access import AccessHolder
from channels_mgmt.models.approvals import ApprovalRequest
from channels_mgmt.models.captures import Capture
from channels_mgmt.models.channels import Channel, ChannelCheck, ChannelCheckConfirmation, Credential
from channels_mgmt.models.closing import ChannelClosing, ClosingStep
from channels_mgmt.models.confirmed import ConfirmedDatum
from channels_mgmt.models.documents import ChannelDocument, ChannelProvider, DocumentCheck, DocumentParticulars
from channels_mgmt.models.elections import ElectionWindow, StandingPerson
from channels_mgmt.models.emergencies import EmergencyRelease
from channels_mgmt.models.figures import ChannelFigure, PostFigure
from channels_mgmt.models.posts import Delivery, MediaAsset, Post, PostMedia, PostParts, PostTarget
from channels_mgmt.models.reach import LinkCheck
from channels_mgmt.models.series import PostSeries, SeriesChannel, SeriesDate
from channels_mgmt.models.sign_ins import PlatformApp, SignInAttempt
from channels_mgmt.models.spans import PlanSpan
from channels_mgmt.models.stops import PublishingStop
from channels_mgmt.models.topics import Topic
from channels_mgmt.models.versions import PostVersion

__all__ = [
    "AccessHolder",
    "ApprovalRequest",
    "Capture",
    "Channel",
    "ChannelCheck",
    "ChannelCheckConfirmation",
    "ChannelClosing",
    "ChannelDocument",
    "ChannelFigure",
    "ChannelProvider",
    "ClosingStep",
    "ConfirmedDatum",
    "Credential",
    "Delivery",
    "DocumentCheck",
    "DocumentParticulars",
    "ElectionWindow",
    "EmergencyRelease",
    "LinkCheck",
    "MediaAsset",
    "PlanSpan",
    "PlatformApp",
    "Post",
    "PostFigure",
    "PostMedia",
    "PostParts",
    "PostSeries",
    "PostTarget",
    "PostVersion",
    "PublishingStop",
    "SeriesChannel",
    "SeriesDate",
    "SignInAttempt",
    "StandingPerson",
    "Topic",
]
