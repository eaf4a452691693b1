"""Addresses of companies, for their provider."""

from django.urls import path

from cordboard.portal.companies import views

urlpatterns = [
    path("platform/companies/", views.companies, name="platform_companies"),
    path("platform/companies/new/", views.company_new, name="platform_company_new"),
    path("platform/companies/<int:account>/", views.company, name="platform_company"),
    path("platform/companies/<int:account>/limits/", views.company_limits, name="platform_company_limits"),
    path("platform/companies/<int:account>/delete/", views.company_delete, name="platform_company_delete"),
    path("platform/companies/<int:account>/contacts/", views.contact_new, name="platform_contact_new"),
    path(
        "platform/companies/<int:account>/contacts/<int:contact>/delete/",
        views.contact_remove,
        name="platform_contact_delete",
    ),
]
