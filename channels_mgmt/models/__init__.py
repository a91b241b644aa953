# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Channels, posts and their deliveries, by subject."""

from channels_mgmt.models.access import AccessHolder
from channels_mgmt.models.approvals import ApprovalRequest
from channels_mgmt.models.campaigns import Campaign
from channels_mgmt.models.captures import Capture
from channels_mgmt.models.channels import Channel, ChannelCheck, ChannelCheckConfirmation, Credential
from channels_mgmt.models.closing import ChannelClosing, ClosingStep
from channels_mgmt.models.comments import PostComment, PostMention, PostPresence
from channels_mgmt.models.confirmed import ConfirmedDatum
from channels_mgmt.models.council import CouncilDecision, CouncilSource
from channels_mgmt.models.departments import DepartmentLink, TopicRequest
from channels_mgmt.models.documents import ChannelDocument, ChannelProvider, DocumentCheck, DocumentParticulars
from channels_mgmt.models.efforts import PostEffort
from channels_mgmt.models.elections import ElectionMark, ElectionWindow, StandingPerson
from channels_mgmt.models.emergencies import EmergencyRelease
from channels_mgmt.models.figures import ChannelFigure, PostFigure
from channels_mgmt.models.films import Film, Video
from channels_mgmt.models.images import MediaAsset, People
from channels_mgmt.models.imports import PlanImport
from channels_mgmt.models.posts import Delivery, Post, PostMedia, PostParts, PostTarget
from channels_mgmt.models.reach import LinkCheck
from channels_mgmt.models.register import Department
from channels_mgmt.models.renditions import Rendition
from channels_mgmt.models.rights import AssetConsent, Consent, Licence, VideoConsent, WithdrawalTask
from channels_mgmt.models.series import PostSeries, SeriesChannel, SeriesDate
from channels_mgmt.models.sign_ins import PlatformApp, SignInAttempt
from channels_mgmt.models.spans import PlanSpan
from channels_mgmt.models.stops import PublishingStop
from channels_mgmt.models.topic_mail import TopicMail, TopicMailbox, TopicPhoto
from channels_mgmt.models.topics import Topic
from channels_mgmt.models.versions import PostVersion
from channels_mgmt.models.ways import WaySettings, WayText
from channels_mgmt.models.writing_rights import WritingRight

__all__ = [
    "AccessHolder",
    "ApprovalRequest",
    "AssetConsent",
    "Campaign",
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
    "Consent",
    "CouncilDecision",
    "CouncilSource",
    "Credential",
    "Delivery",
    "Department",
    "DepartmentLink",
    "DocumentCheck",
    "DocumentParticulars",
    "ElectionMark",
    "ElectionWindow",
    "EmergencyRelease",
    "Film",
    "Licence",
    "LinkCheck",
    "MediaAsset",
    "People",
    "PlanImport",
    "PlanSpan",
    "PlatformApp",
    "Post",
    "PostComment",
    "PostEffort",
    "PostFigure",
    "PostMedia",
    "PostMention",
    "PostParts",
    "PostPresence",
    "PostSeries",
    "PostTarget",
    "PostVersion",
    "PublishingStop",
    "Rendition",
    "SeriesChannel",
    "SeriesDate",
    "SignInAttempt",
    "StandingPerson",
    "Topic",
    "TopicMail",
    "TopicMailbox",
    "TopicPhoto",
    "TopicRequest",
    "Video",
    "VideoConsent",
    "WaySettings",
    "WayText",
    "WithdrawalTask",
    "WritingRight",
]
