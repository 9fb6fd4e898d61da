"""The standing rules from files and topics: publishing, following, who runs which."""
