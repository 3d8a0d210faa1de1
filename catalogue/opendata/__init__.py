"""The open-data dump: every course of the portal `nl` as JSON Lines and Parquet, described in DCAT-AP-NL."""
