"""So that nothing is lost: backups, restores, salvage, and the audit trail."""
