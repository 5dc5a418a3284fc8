from core import parts


class NotificationsConfig(parts.PartConfig):
    name = "notifications"
    address = "inbox"
