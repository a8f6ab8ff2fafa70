// +++
// name = "vendors_by_tier"
// title = "Vendors behind a customer, by tier"
// question = "Who stands behind this customer, and through how many links?"
// kind = "read"
// twin = "graphrisk.analysis.chain:vendors_of"
// params.customer = {type = "text", means = "organization", help = "id of the customer"}
// params.max_hops = {type = "integer", default = 10, minimum = 1, maximum = 10, help = "longest chain of links, 1 to 10"}
// params.tier = {type = "integer", default = 0, minimum = 0, maximum = 10, help = "only this tier; 0 shows all"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.country = {type = "text"}
// returns.sector = {type = "text"}
// returns.tier = {type = "integer", unit = "links", help = "shortest chain to the customer"}
// order = ["tier", "vendor_id"]
// +++
MATCH chain = (c:Organization {id: $customer})<-[:SERVES*1..10]-(v:Organization)
WHERE v.id <> c.id AND all(s IN relationships(chain) WHERE
    left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)]))
WITH v, min(length(chain)) AS links
WHERE links <= $max_hops AND $tier IN [0, links]
RETURN v.id AS vendor_id, v.name AS vendor, v.country AS country, v.sector AS sector,
       links AS tier
ORDER BY tier, vendor_id
