"""Exceptions of accounts, addresses, certificates and tokens."""

from ui.errors import InterfaceError


class AccessError(InterfaceError):
    """Base of what goes wrong with accounts and addresses."""


class PasswordNeeded(AccessError):
    """An address that other computers reach, without a password."""


class PasswordRefused(AccessError):
    """A password that is too short, or a file of accounts that cannot be read."""


class CertificateRefused(AccessError):
    """A certificate or a key that cannot be used."""


class AddressUnknown(AccessError):
    """An address that this computer does not have."""


class TokenRefused(AccessError):
    """A token that cannot be made, found or read."""
