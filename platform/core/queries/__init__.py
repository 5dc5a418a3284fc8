"""What several parts write into queries: counts that do not multiply, and an order that holds."""
