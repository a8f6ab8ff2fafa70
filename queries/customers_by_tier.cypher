// +++
// name = "customers_by_tier"
// title = "Customers of a vendor, direct and further down the chain"
// question = "Whom does this vendor serve, directly and through how many links?"
// kind = "read"
// twin = "graphrisk.analysis.spread:spread"
// params.vendor = {type = "text", means = "organization", help = "id of the vendor"}
// params.max_hops = {type = "integer", default = 10, minimum = 1, maximum = 10, help = "longest chain of links, 1 to 10"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// params.leave_out = {type = "list", default = [], help = "links of these criticalities are left out, separated by ; (supporting;important leaves critical and unknown)"}
// returns.customer_id = {type = "text"}
// returns.customer = {type = "text"}
// returns.country = {type = "text"}
// returns.sector = {type = "text"}
// returns.hops = {type = "integer", unit = "links", help = "shortest chain from the vendor"}
// order = ["hops", "customer_id"]
// +++
// Redundancy and contracts play no part here: `graphrisk exposed` says who stops and who is kept up.
// SHORTEST visits each customer once; without it the embedded engine would walk every chain.
MATCH (v:Organization {id: $vendor})-[chain:SERVES* SHORTEST 1..10 (s, n |
    WHERE left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
    AND NOT coalesce(s.criticality, '') IN $leave_out)]->(c:Organization)
WHERE c.id <> v.id
WITH c, length(chain) AS links
WHERE links <= $max_hops
RETURN c.id AS customer_id, c.name AS customer, c.country AS country, c.sector AS sector,
       links AS hops
ORDER BY hops, customer_id
