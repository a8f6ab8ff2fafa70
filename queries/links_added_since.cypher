// +++
// name = "links_added_since"
// title = "Links recorded since a day"
// question = "Which supply links are new in the graph?"
// kind = "read"
// params.since = {type = "date", default = "today-30", help = "first day of recording that counts"}
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.recorded_on = {type = "date"}
// returns.load_number = {type = "integer", help = "number of the load"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.service = {type = "text"}
// returns.source_kind = {type = "text"}
// returns.source = {type = "text"}
// returns.edge_id = {type = "text"}
// order = ["recorded_on desc", "edge_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE left(s.recorded_at, 10) >= $since
RETURN left(s.recorded_at, 10) AS recorded_on, s.load_number AS load_number, c.id AS customer_id,
       c.name AS customer, v.id AS vendor_id, v.name AS vendor, s.service AS service,
       s.source_kind AS source_kind, s.source AS source, s.id AS edge_id
ORDER BY recorded_on DESC, edge_id
LIMIT $limit
