// +++
// name = "single_supplier_services"
// title = "Services of a customer that rest on one vendor"
// question = "Where does a customer have nobody else for a kind of service?"
// kind = "read"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.only_critical = {type = "boolean", default = false, help = "only services with a critical or unknown link"}
// params.limit = {type = "integer", default = 1000, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.service = {type = "text", help = "category, else service as written"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.links = {type = "integer", unit = "links"}
// returns.critical = {type = "boolean", help = "a link is critical or of unknown criticality"}
// order = ["customer_id", "service"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE v.id <> c.id
  AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
WITH c, coalesce(s.category, s.service, 'not stated') AS service, count(DISTINCT v.id) AS vendors,
     min(v.id) AS only_id, min(v.name) AS only_name, count(s.id) AS links,
     max(CASE WHEN s.criticality IN ['important', 'supporting'] THEN 0 ELSE 1 END) AS worst
WHERE vendors = 1 AND (worst = 1 OR NOT $only_critical)
RETURN c.id AS customer_id, c.name AS customer, service, only_id AS vendor_id,
       only_name AS vendor, links, worst = 1 AS critical
ORDER BY customer_id, service
LIMIT $limit
