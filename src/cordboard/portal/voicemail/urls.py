"""Addresses of voicemail."""

from django.urls import path

from cordboard.portal.voicemail import greetings, mailbox, settings, shared, views

urlpatterns = [
    path("me/voicemail/", views.messages, name="me_voicemail"),
    path("me/voicemail/heard/", views.messages_heard, name="me_voicemail_heard"),
    path("me/voicemail/new/", views.messages_new, name="me_voicemail_new"),
    path("me/voicemail/delete/", views.messages_remove, name="me_voicemail_delete"),
    path("me/voicemail/settings/", settings.notices, name="me_voicemail_settings"),
    path("me/voicemail/settings/pin/", settings.pin, name="me_voicemail_pin"),
    path("me/voicemail/greetings/", greetings.greetings, name="me_voicemail_greetings"),
    path("me/voicemail/greetings/<str:kind>.wav", greetings.greeting_sound, name="me_voicemail_greeting"),
    path("me/voicemail/greetings/<str:kind>/", greetings.greeting_upload, name="me_voicemail_greeting_set"),
    path(
        "me/voicemail/greetings/<str:kind>/delete/",
        greetings.greeting_delete,
        name="me_voicemail_greeting_delete",
    ),
    path("me/voicemail/<str:message>/recording.wav", views.recording, name="me_voicemail_recording"),
    path("me/voicemail/<str:message>/played/", views.message_played, name="me_voicemail_played"),
    path("company/mailboxes/", shared.shared_mailboxes, name="company_mailboxes"),
    path("company/mailboxes/<uuid:mailbox>/", shared.shared_mailbox, name="company_mailbox"),
    path("company/mailboxes/<uuid:mailbox>/pin/", shared.shared_mailbox_pin, name="company_mailbox_pin"),
    path(
        "company/mailboxes/<uuid:mailbox>/delete/",
        shared.shared_mailbox_delete,
        name="company_mailbox_delete",
    ),
    path("company/users/<uuid:person>/mailbox/", mailbox.mailbox, name="company_user_mailbox"),
    path("company/users/<uuid:person>/mailbox/new/", mailbox.mailbox_new, name="company_user_mailbox_new"),
    path("company/users/<uuid:person>/mailbox/pin/", mailbox.mailbox_pin, name="company_user_mailbox_pin"),
    path(
        "company/users/<uuid:person>/mailbox/delete/",
        mailbox.mailbox_remove,
        name="company_user_mailbox_delete",
    ),
]
