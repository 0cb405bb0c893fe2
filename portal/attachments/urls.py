"""Addresses of attachments for readers."""

from django.urls import path

from portal.attachments import views

app_name = "attachments"
urlpatterns = [path("files/<int:document_id>/", views.preview, name="preview")]
