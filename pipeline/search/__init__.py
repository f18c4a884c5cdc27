"""`claimwire search` and its parts.

`question` is what an analyst asks, `bodies` puts it as Elasticsearch searches, `finding` fetches; `lines`, `sides`,
`family` and `life` show what was found in a terminal, `csv_rows` and `schema_org` write it for other programs; `views`
keeps questions under names.
"""
