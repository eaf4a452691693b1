"""What can go wrong with numbers."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class ExtensionInvalid(CordboardError):
    """Not 1 to 6 digits. Source: catalogue USR-10."""

    code: ClassVar[str] = "numbering.extension_invalid"
    text: ClassVar[str] = mark("%(number)s is no extension: use 1 to 6 digits.")
    number: str


@dataclass(kw_only=True, eq=False)
class ExtensionTaken(CordboardError):
    """Extensions are unique within a company. Source: catalogue USR-84."""

    code: ClassVar[str] = "numbering.extension_taken"
    text: ClassVar[str] = mark("Extension %(number)s is already used in this company. Choose another one.")
    number: str


@dataclass(kw_only=True, eq=False)
class ExtensionIsCode(CordboardError):
    """The number is dialled for a service. Source: the catalogue's table of dial codes."""

    code: ClassVar[str] = "numbering.extension_is_code"
    text: ClassVar[str] = mark(
        "%(number)s is the code of a service in this company. Choose another extension."
    )
    number: str


@dataclass(kw_only=True, eq=False)
class ExtensionUnknown(CordboardError):
    """No such extension in this company."""

    code: ClassVar[str] = "numbering.extension_unknown"
    text: ClassVar[str] = mark("There is no such extension.")


@dataclass(kw_only=True, eq=False)
class PhoneNumberInvalid(CordboardError):
    """Not a phone number that can exist."""

    code: ClassVar[str] = "numbering.phone_number_invalid"
    text: ClassVar[str] = mark("%(number)s is no phone number. Write it like +44 20 7946 0000.")
    number: str


@dataclass(kw_only=True, eq=False)
class DidTaken(CordboardError):
    """The direct number exists already."""

    code: ClassVar[str] = "numbering.did_taken"
    text: ClassVar[str] = mark("%(number)s already exists.")
    number: str


@dataclass(kw_only=True, eq=False)
class DidUnavailable(CordboardError):
    """Not free, or not this company's: the two are told alike so that nobody learns of others' numbers."""

    code: ClassVar[str] = "numbering.did_unavailable"
    text: ClassVar[str] = mark("This number is not available. Choose another one.")


@dataclass(kw_only=True, eq=False)
class DidUnknown(CordboardError):
    """There is no such number for the one who asks."""

    code: ClassVar[str] = "numbering.did_unknown"
    text: ClassVar[str] = mark("There is no such number.")
