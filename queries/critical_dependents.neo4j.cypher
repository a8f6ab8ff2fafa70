// +++
// name = "critical_dependents"
// title = "Who depends critically on a vendor"
// question = "Whom would the fall of this vendor take along through critical links alone?"
// kind = "read"
// twin = "graphrisk.analysis.spread:spread"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// params.max_hops = {type = "integer", default = 10, minimum = 1, maximum = 10, help = "longest chain of links, 1 to 10"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.unknown_too = {type = "boolean", default = true, help = "read a link without stated criticality as critical"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.country = {type = "text"}
// returns.sector = {type = "text"}
// returns.hops = {type = "integer", unit = "links", help = "shortest chain of critical links from the vendor"}
// order = ["hops", "customer_id"]
// +++
// Second suppliers are not weighed here: `graphrisk exposed` says who is kept up, and by whom.
MATCH chain = (v:Organization {id: $vendor})-[:SERVES*1..10]->(c:Organization)
WHERE c.id <> v.id AND all(s IN relationships(chain) WHERE
    left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
    AND (s.criticality = 'critical' OR ($unknown_too
    AND NOT coalesce(s.criticality, 'unknown') IN ['important', 'supporting'])))
WITH c, min(length(chain)) AS links
WHERE links <= $max_hops
RETURN c.id AS customer_id, c.name AS customer, c.country AS country, c.sector AS sector,
       links AS hops
ORDER BY hops, customer_id
