"""The actions of advice: each write is one function in one transaction."""
