// +++
// name = "organizations_added_since"
// title = "Organizations recorded since a day"
// question = "Which parties are new in the graph, and are they linked yet?"
// kind = "read"
// params.since = {type = "date", default = "today-30", help = "first day of recording that counts"}
// params.limit = {type = "integer", default = 100, minimum = 1, maximum = 1000000, help = "rows to return"}
// returns.recorded_on = {type = "date"}
// returns.load_number = {type = "integer", help = "number of the load"}
// returns.organization_id = {type = "text"}
// returns.organization = {type = "text"}
// returns.country = {type = "text"}
// returns.sector = {type = "text"}
// returns.vendors = {type = "integer", unit = "organizations", help = "that serve it"}
// returns.customers = {type = "integer", unit = "organizations", help = "that it serves"}
// returns.source = {type = "text"}
// order = ["recorded_on desc", "organization_id"]
// +++
MATCH (o:Organization)
WHERE left(o.recorded_at, 10) >= $since
WITH o
ORDER BY left(o.recorded_at, 10) DESC, o.id
LIMIT $limit
OPTIONAL MATCH (v:Organization)-[:SERVES]->(o)
WITH o, count(DISTINCT v.id) AS vendors
OPTIONAL MATCH (o)-[:SERVES]->(c:Organization)
WITH o, vendors, count(DISTINCT c.id) AS customers
RETURN left(o.recorded_at, 10) AS recorded_on, o.load_number AS load_number,
       o.id AS organization_id, o.name AS organization, o.country AS country,
       o.sector AS sector, vendors, customers, o.source AS source
ORDER BY recorded_on DESC, organization_id
