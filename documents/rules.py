"""Who may do what with official documents."""


def may_record_documents(user) -> bool:
    """The office keeps the register of documents; everybody else reads it."""
    return bool(user.is_active and user.is_office)
