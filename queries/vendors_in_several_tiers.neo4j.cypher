// +++
// name = "vendors_in_several_tiers"
// title = "Vendors that stand in several tiers of one customer"
// question = "Who serves this customer directly and behind another of its vendors as well, or behind several at different tiers?"
// kind = "read"
// params.customer = {type = "text", means = "organization", help = "id of the customer"}
// params.max_hops = {type = "integer", default = 4, minimum = 1, maximum = 5, help = "longest chain to the customer, 1 to 5"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.direct = {type = "boolean", help = "has a link to the customer itself"}
// returns.first_tier = {type = "integer", unit = "links", help = "shortest chain"}
// returns.last_tier = {type = "integer", unit = "links", help = "longest of the shortest chains through one of the direct vendors"}
// returns.through = {type = "integer", unit = "organizations", help = "direct vendors behind which it stands"}
// order = ["first_tier", "last_tier", "vendor_id"]
// +++
// For each direct vendor the shortest chain to it counts; chains that run through the customer itself do not.
MATCH (w:Organization)-[s:SERVES]->(c:Organization {id: $customer})
WHERE w.id <> c.id AND left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
WITH DISTINCT w
MATCH chain = (w)<-[:SERVES*1..4]-(v:Organization)
WHERE v.id <> w.id AND all(n IN nodes(chain) WHERE n.id <> $customer)
  AND all(s IN relationships(chain) WHERE
    left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)]))
WITH v, w, min(length(chain)) + 1 AS tier
WHERE tier <= $max_hops
WITH v, count(DISTINCT w.id) AS through, count(DISTINCT tier) AS tiers,
     min(tier) AS least, max(tier) AS most
OPTIONAL MATCH (v)-[s:SERVES]->(c:Organization {id: $customer})
WHERE left(coalesce(s.starts_on, ''), 10) <= $as_of
  AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
       OR s.ends_on IN [left($as_of, 4), left($as_of, 7)])
WITH v, through, tiers, least, most, count(s.id) > 0 AS direct
WHERE direct OR tiers > 1
RETURN v.id AS vendor_id, v.name AS vendor, direct,
       CASE WHEN direct THEN 1 ELSE least END AS first_tier, most AS last_tier, through
ORDER BY first_tier, last_tier, vendor_id
