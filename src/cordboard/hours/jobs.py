"""Background entry points. Each may run twice: it leaves the same behind."""

import contextlib

from cordboard.hours.selectors import companies_with_holidays
from cordboard.hours.services import holidays_renew
from cordboard.tenancy.errors import CompanyUnknown


def holidays_look_daily() -> None:
    """Every company's calls know the holidays of the coming 18 months."""
    for company in companies_with_holidays():
        with contextlib.suppress(CompanyUnknown):  # deleted meanwhile
            holidays_renew(company=company)
