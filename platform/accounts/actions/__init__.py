"""Every write to accounts, profiles, roles and organisations."""
