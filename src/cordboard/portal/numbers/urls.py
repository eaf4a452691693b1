"""Addresses of direct numbers."""

from django.urls import path

from cordboard.portal.numbers import own, pool

urlpatterns = [
    path("platform/numbers/", pool.numbers, name="platform_numbers"),
    path("platform/numbers/new/", pool.numbers_new, name="platform_numbers_new"),
    path("platform/numbers/<int:did>/", pool.number, name="platform_number"),
    path("platform/numbers/<int:did>/free/", pool.number_free, name="platform_number_free"),
    path("platform/numbers/<int:did>/back/<int:account>/", pool.number_back, name="platform_number_back"),
    path("company/numbers/", own.own_numbers, name="company_numbers"),
    path("company/numbers/<int:did>/", own.own_number, name="company_number"),
]
