// +++
// name = "vendors_by_legal_group"
// title = "Vendors rolled up by legal group"
// question = "On which legal groups do most organizations rest, all their companies together?"
// kind = "read"
// twin = "graphrisk.analysis.legal_groups:top_companies"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.limit = {type = "integer", default = 25, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.group_id = {type = "text", help = "top company"}
// returns.legal_group = {type = "text", help = "name of the top company"}
// returns.companies = {type = "integer", unit = "organizations", help = "companies of the group that serve somebody"}
// returns.customers = {type = "integer", unit = "organizations"}
// returns.links = {type = "integer", unit = "links"}
// order = ["customers desc", "group_id"]
// +++
MATCH (v:Organization)-[:PART_OF*0..15]->(top:Organization)
WHERE NOT EXISTS { MATCH (top)-[:PART_OF]->(parent:Organization) WHERE parent.id <> top.id }
WITH v, top
MATCH (v)-[s:SERVES]->(c:Organization)
WHERE v.id <> c.id
  AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
WITH top, count(DISTINCT v.id) AS companies, count(DISTINCT c.id) AS customers,
     count(DISTINCT s.id) AS links
RETURN top.id AS group_id, top.name AS legal_group, companies, customers, links
ORDER BY customers DESC, group_id
LIMIT $limit
