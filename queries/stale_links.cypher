// +++
// name = "stale_links"
// title = "Links that nobody has looked at for long"
// question = "Which links in force rest on sources seen before that day, or on a day nobody knows?"
// kind = "read"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.seen_before = {type = "date", default = "today-365", help = "sources seen on that day or later are fresh"}
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.service = {type = "text"}
// returns.criticality = {type = "text", help = "unknown where nothing is stated"}
// returns.seen_on = {type = "date", help = "empty when it is not known"}
// returns.source_kind = {type = "text"}
// returns.source = {type = "text"}
// returns.edge_id = {type = "text"}
// order = ["seen_on", "edge_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE left(coalesce(s.seen_on, ''), 10) < $seen_before
  AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
RETURN c.id AS customer_id, c.name AS customer, v.id AS vendor_id, v.name AS vendor,
       s.service AS service, coalesce(s.criticality, 'unknown') AS criticality,
       coalesce(s.seen_on, '') AS seen_on, s.source_kind AS source_kind, s.source AS source,
       s.id AS edge_id
ORDER BY seen_on, edge_id
LIMIT $limit
