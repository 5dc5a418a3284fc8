"""What people type in posts: mentions of members, and quotations."""
