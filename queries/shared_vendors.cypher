// +++
// name = "shared_vendors"
// title = "Vendors that two customers share"
// question = "Which vendors stand behind both customers, at any tier?"
// kind = "read"
// twin = "graphrisk.analysis.chain:vendors_of"
// params.first = {type = "text", means = "organization", help = "id of the first customer"}
// params.second = {type = "text", means = "organization", help = "id of the second customer"}
// params.max_hops = {type = "integer", default = 10, minimum = 1, maximum = 10, help = "longest chain of links, 1 to 10"}
// params.as_of = {type = "date", default = "today", help = "day on which contracts must be in force"}
// returns.vendor_id = {type = "text"}
// returns.vendor = {type = "text"}
// returns.country = {type = "text"}
// returns.first_tier = {type = "integer", unit = "links", help = "shortest chain to the first customer"}
// returns.second_tier = {type = "integer", unit = "links", help = "shortest chain to the second customer"}
// order = ["first_tier", "second_tier", "vendor_id"]
// +++
MATCH (c:Organization)<-[chain:SERVES* SHORTEST 1..10 (s, n |
    WHERE left(coalesce(s.starts_on, ''), 10) <= $as_of
    AND (left(coalesce(s.ends_on, '9999'), 10) >= $as_of
         OR s.ends_on IN [left($as_of, 4), left($as_of, 7)]))]-(v:Organization)
WHERE c.id IN [$first, $second] AND NOT v.id IN [$first, $second]
WITH c.id AS start, v, length(chain) AS links
WHERE links <= $max_hops
WITH v, min(CASE start WHEN $first THEN links END) AS to_first,
     min(CASE start WHEN $second THEN links END) AS to_second
WHERE to_first IS NOT NULL AND to_second IS NOT NULL
RETURN v.id AS vendor_id, v.name AS vendor, v.country AS country,
       to_first AS first_tier, to_second AS second_tier
ORDER BY first_tier, second_tier, vendor_id
