// +++
// name = "vendors_by_direct_customers"
// title = "Vendors ranked by their direct customers"
// question = "On whom do most organizations of this graph rest directly?"
// kind = "read"
// params.categories = {type = "list", default = [], help = "only links of these service categories, separated by ; (empty: all)"}
// params.limit = {type = "integer", default = 25, minimum = 1, maximum = 100000, help = "rows to return"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.customers = {type = "integer", unit = "organizations"}
// returns.links = {type = "integer", unit = "links"}
// order = ["customers desc", "vendor_id"]
// +++
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE v.id <> c.id AND (size($categories) = 0 OR s.category IN $categories)
RETURN v.id AS vendor_id, v.name AS vendor, count(DISTINCT c.id) AS customers, count(s.id) AS links
ORDER BY customers DESC, vendor_id
LIMIT $limit
