// +++
// name = "concentration_by_country"
// title = "Concentration by country of the vendors"
// question = "How much rests on vendors of each country, and on how few of them?"
// kind = "read"
// twin = "graphrisk.analysis.concentration:concentration"
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.leave_out = {type = "list", default = [], help = "links of these criticalities are left out, separated by ; (supporting;important leaves critical and unknown)"}
// returns.slice = {type = "text"}
// returns.stated = {type = "boolean", help = "false for the line of links that do not state it"}
// returns.users = {type = "integer", unit = "organizations", help = "customers with a supplier in the slice"}
// returns.vendors = {type = "integer", unit = "organizations"}
// returns.links = {type = "integer", unit = "links", help = "pairs of vendor and customer"}
// returns.hhi = {type = "number", help = "Herfindahl-Hirschman index, 0 to 10,000"}
// returns.cr1 = {type = "number", help = "users of the largest vendor / users, 0 to 1"}
// returns.largest_id = {type = "text"}
// returns.largest = {type = "text", help = "vendor with most users"}
// order = ["stated desc", "users desc", "slice"]
// +++
// Only direct links count here: `graphrisk concentration` shows the cascade beside them.
MATCH (v:Organization)-[s:SERVES]->(c:Organization)
WHERE v.id <> c.id AND NOT coalesce(s.criticality, '') IN $leave_out
  AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
WITH DISTINCT coalesce(v.country, '') AS word, c.id AS customer, v.id AS vendor
WITH word, customer, collect(vendor) AS theirs
WITH word, count(*) AS users, collect(theirs) AS lists
UNWIND lists AS theirs
UNWIND theirs AS vendor
WITH word, users, vendor, count(*) AS its_users
WITH word, users, count(*) AS vendors, sum(its_users) AS links, max(its_users) AS most,
     sum(its_users * its_users) AS squares, collect({id: vendor, users: its_users}) AS counts
UNWIND counts AS one
WITH word, users, vendors, links, most, squares, one.id AS id, one.users AS its_users
WHERE its_users = most
WITH word, users, vendors, links, most, squares, min(id) AS first_id
MATCH (largest:Organization)
WHERE largest.id = first_id
RETURN CASE word WHEN '' THEN 'not stated' ELSE word END AS slice, word <> '' AS stated,
       users, vendors, links, 10000.0 * squares / (links * links) AS hhi,
       1.0 * most / users AS cr1, largest.id AS largest_id, largest.name AS largest
ORDER BY stated DESC, users DESC, slice
