"""The text of a consolidated report: its outline, the sentences that figures tell, and units' own words."""
