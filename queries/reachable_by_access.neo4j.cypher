// +++
// name = "reachable_by_access"
// title = "Whom an intruder at a vendor could reach"
// question = "Who can be reached from this vendor over network access or software updates?"
// kind = "read"
// twin = "graphrisk.analysis.breach:compromise"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// params.max_hops = {type = "integer", default = 10, minimum = 1, maximum = 10, help = "longest chain of links, 1 to 10"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.country = {type = "text"}
// returns.sector = {type = "text"}
// returns.hops = {type = "integer", unit = "links", help = "shortest chain from the vendor"}
// order = ["hops", "customer_id"]
// +++
MATCH chain = (v:Organization {id: $vendor})-[:SERVES*1..10]->(c:Organization)
WHERE c.id <> v.id AND all(s IN relationships(chain) WHERE
    left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
    AND ('network' IN s.access OR 'software_update' IN s.access))
WITH c, min(length(chain)) AS links
WHERE links <= $max_hops
RETURN c.id AS customer_id, c.name AS customer, c.country AS country, c.sector AS sector,
       links AS hops
ORDER BY hops, customer_id
