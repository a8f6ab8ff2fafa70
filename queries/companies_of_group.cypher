// +++
// name = "companies_of_group"
// title = "Companies of a legal group"
// question = "Which companies belong to the same legal group as this organization?"
// kind = "read"
// twin = "graphrisk.analysis.legal_groups:whole_groups"
// params.organization = {type = "text", means = "organization", help = "id of any company of the group"}
// returns.company_id = {type = "text"}
// returns.company = {type = "text"}
// returns.country = {type = "text"}
// returns.level = {type = "integer", unit = "levels", help = "0 for the top company"}
// returns.customers = {type = "integer", unit = "organizations", help = "organizations it serves directly"}
// order = ["level", "company_id"]
// +++
MATCH (o:Organization {id: $organization})-[:PART_OF*0..15]->(top:Organization)
WHERE NOT EXISTS { MATCH (top)-[:PART_OF]->(parent:Organization) WHERE parent.id <> top.id }
WITH DISTINCT top
MATCH way = (m:Organization)-[:PART_OF*0..15]->(top)
WITH m, min(length(way)) AS level
OPTIONAL MATCH (m)-[:SERVES]->(c:Organization)
WHERE c.id <> m.id
RETURN m.id AS company_id, m.name AS company, m.country AS country, level,
       count(DISTINCT c.id) AS customers
ORDER BY level, company_id
