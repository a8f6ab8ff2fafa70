// +++
// name = "chains_from_country"
// title = "Vendors of vendors in a country"
// question = "Which chains of this customer begin in that country, and through which of its own vendors do they come in?"
// kind = "read"
// params.customer = {type = "text", means = "organization", help = "id of the customer"}
// params.country = {type = "text", help = "country of the far vendor, ISO 3166-1 alpha-2, such as US"}
// params.max_hops = {type = "integer", default = 5, minimum = 1, maximum = 5, help = "longest chain to the customer, 1 to 5"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.through_id = {type = "text"}
// returns.through = {type = "text", help = "direct vendor of the customer"}
// returns.tier = {type = "integer", unit = "links", help = "shortest chain to the customer through that direct vendor"}
// order = ["tier", "vendor_id", "through_id"]
// +++
// Chains that run through the customer itself do not count.
MATCH (w:Organization)-[s:SERVES]->(c:Organization {id: $customer})
WHERE w.id <> c.id AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
WITH DISTINCT w
MATCH chain = (w)<-[:SERVES*1..4]-(v:Organization)
WHERE v.id <> w.id AND v.country = $country AND all(n IN nodes(chain) WHERE n.id <> $customer)
  AND all(s IN relationships(chain) WHERE
    left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)]))
WITH v, w, min(length(chain)) + 1 AS links
WHERE links <= $max_hops
RETURN v.id AS vendor_id, v.name AS vendor, w.id AS through_id, w.name AS through, links AS tier
ORDER BY tier, vendor_id, through_id
