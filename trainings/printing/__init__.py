"""Papers of a class: sign-in sheets, invitations, certificates."""
