// +++
// name = "vendors_by_services"
// title = "Vendors ranked by the number of different services"
// question = "Who does most different things for most customers?"
// kind = "read"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.limit = {type = "integer", default = 25, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.categories = {type = "integer", unit = "categories", help = "kinds of service"}
// returns.services = {type = "integer", unit = "services", help = "services as written"}
// returns.customers = {type = "integer", unit = "organizations"}
// returns.critical = {type = "integer", unit = "links", help = "critical or unknown"}
// order = ["categories desc", "services desc", "vendor_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE v.id <> c.id
  AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
WITH v, count(DISTINCT s.category) AS categories, count(DISTINCT s.service) AS services,
     count(DISTINCT c.id) AS customers,
     sum(CASE WHEN s.criticality IN ['important', 'supporting'] THEN 0 ELSE 1 END) AS critical
RETURN v.id AS vendor_id, v.name AS vendor, categories, services, customers, critical
ORDER BY categories DESC, services DESC, vendor_id
LIMIT $limit
