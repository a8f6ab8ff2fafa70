// +++
// name = "edges_without_criticality"
// title = "Links whose criticality nobody has stated"
// question = "Where must we ask before an answer can be trusted? An unknown link counts as critical."
// kind = "read"
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.service = {type = "text"}
// returns.source = {type = "text"}
// returns.edge_id = {type = "text"}
// order = ["customer_id", "edge_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE coalesce(s.criticality, '') IN ['', 'unknown']
RETURN c.id AS customer_id, c.name AS customer, v.id AS vendor_id, v.name AS vendor,
       s.service AS service, s.source AS source, s.id AS edge_id
ORDER BY customer_id, edge_id
LIMIT $limit
